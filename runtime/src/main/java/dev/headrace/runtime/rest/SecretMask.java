package dev.headrace.runtime.rest;

import dev.headrace.connector.config.Secret;
import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.connector.ConnectorConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shows configs without their secrets, and takes a config that was shown back without losing them.
 */
record SecretMask(PluginCatalogue plugins) {

  /** Even where no plugin says so: a config whose plugin is gone, or a key nobody knows. */
  private static final Set<String> TELLTALE = Set.of("password", "secret", "token", "credential");

  /** The settings, sorted, with a mask in place of each secret. */
  Map<String, String> masked(ConnectorConfig config) {
    Set<String> secrets = secrets(config.settings());
    Map<String, String> shown = new TreeMap<>(config.settings());
    shown.replaceAll((key, value) -> isSecret(key, secrets) ? Secret.MASK : value);
    return shown;
  }

  /** What a client sends, with the secrets it was shown masked put back. */
  Map<String, String> unmasked(Map<String, String> sent, ConnectorConfig former) {
    Map<String, String> settings = new TreeMap<>(sent);
    settings.replaceAll(
        (key, value) ->
            value.equals(Secret.MASK) ? former.settings().getOrDefault(key, value) : value);
    return settings;
  }

  private Set<String> secrets(Map<String, String> settings) {
    String connector = settings.getOrDefault("connector.class", "");
    return plugins.entries().stream()
        .filter(entry -> entry.name().equals(connector))
        .flatMap(entry -> entry.settings().stream())
        .filter(Setting::secret)
        .map(Setting::key)
        .collect(Collectors.toSet());
  }

  private static boolean isSecret(String key, Set<String> secrets) {
    String lower = key.toLowerCase(Locale.ROOT);
    return secrets.contains(key) || TELLTALE.stream().anyMatch(lower::contains);
  }
}
