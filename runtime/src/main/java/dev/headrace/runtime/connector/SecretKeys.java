package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Setting;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which settings of a connector are secrets.
 *
 * @param declared the keys that its plugin declares to be some
 */
public record SecretKeys(Set<String> declared) {

  /** Even where no plugin says so: a config whose plugin is gone, or a key nobody knows. */
  private static final Set<String> TELLTALE = Set.of("password", "secret", "token", "credential");

  public SecretKeys {
    declared = Set.copyOf(declared);
  }

  /**
   * @param settings those of the plugin; none when it is not known
   */
  public static SecretKeys of(Collection<Setting> settings) {
    return new SecretKeys(
        settings.stream().filter(Setting::secret).map(Setting::key).collect(Collectors.toSet()));
  }

  /** Whether the value of this setting must not be shown. */
  public boolean include(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return declared.contains(key) || TELLTALE.stream().anyMatch(lower::contains);
  }
}
