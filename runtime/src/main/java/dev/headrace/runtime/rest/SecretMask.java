package dev.headrace.runtime.rest;

import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Secret;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.SecretKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows configs without their secrets, and takes a config that was shown back without losing them.
 */
record SecretMask(PluginCatalogue plugins) {

  /** The settings, sorted, with a mask in place of each secret. */
  Map<String, String> masked(ConnectorConfig config) {
    SecretKeys secrets = secrets(config.settings());
    Map<String, String> shown = new TreeMap<>(config.settings());
    shown.replaceAll((key, value) -> secrets.include(key) ? Secret.MASK : value);
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

  /** The secrets that a client sends masked though there is nothing to put back. */
  List<Problem> lost(Map<String, String> settings) {
    SecretKeys secrets = secrets(settings);
    return settings.entrySet().stream()
        .filter(each -> each.getValue().equals(Secret.MASK) && secrets.include(each.getKey()))
        .map(each -> lost(each.getKey()))
        .toList();
  }

  private static Problem lost(String key) {
    return new Problem(
        "config.masked-secret",
        key,
        "`" + key + "` is the mask of a secret, and this node does not know the secret.",
        "Send the secret itself.");
  }

  private SecretKeys secrets(Map<String, String> settings) {
    return SecretKeys.of(
        plugins
            .find(settings.getOrDefault("connector.class", ""))
            .map(PluginCatalogue.Entry::settings)
            .orElse(List.of()));
  }
}
