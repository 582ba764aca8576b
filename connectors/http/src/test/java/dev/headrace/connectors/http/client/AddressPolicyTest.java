package dev.headrace.connectors.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headrace.connectors.http.Bound;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressPolicyTest {

  private static final Map<String, String> NAMES =
      Map.of(
          "public.test", "8.8.8.8",
          "private.test", "10.1.2.3",
          "ours.test", "127.0.1.1",
          "local.test", "169.254.7.7");

  @ParameterizedTest
  @CsvSource({
    "http://public.test/,  http://8.8.4.4/,             true",
    "http://public.test/,  http://public.test/x,        true",
    "http://public.test/,  http://private.test/,        false",
    "http://public.test/,  http://192.168.0.1/,         false",
    "http://public.test/,  http://[fd12::1]/,           false",
    "http://public.test/,  http://127.0.0.1/,           false",
    "http://public.test/,  http://[::1]/,               false",
    "http://public.test/,  http://localhost/,           false",
    "http://public.test/,  http://local.test/,          false",
    "http://private.test/, http://private.test/,        true",
    "http://private.test/, http://192.168.0.1/,         true",
    "http://private.test/, http://8.8.8.8/,             true",
    "http://private.test/, http://127.0.0.1/,           false",
    "http://127.0.0.1/,    http://127.0.0.1:9/,         true",
    "http://localhost/,    http://127.0.0.1/,           true",
    "http://[::1]:80/,     http://localhost/,           true",
    "http://127.0.0.1/,    http://10.0.0.1/,            false",
    "http://ours.test/,    http://ours.test/,           false",
    "http://local.test/,   http://local.test/,          false"
  })
  void judgesWhereAUrlLeads(String home, String target, boolean allowed) throws Exception {
    assertThat(allows(policy(AddressPolicyTest::lookup, home), target)).isEqualTo(allowed);
  }

  @Test
  void takesWhatTheUserAllows() throws Exception {
    AddressPolicy policy =
        policy(
            AddressPolicyTest::lookup,
            "http://public.test/",
            "addresses.allowed",
            "127.0.0.0/8, fd12::/16,169.254.7.7");

    assertThat(allows(policy, "http://ours.test/")).isTrue();
    assertThat(allows(policy, "http://[fd12::1]/")).isTrue();
    assertThat(allows(policy, "http://local.test/")).isTrue();
    assertThat(allows(policy, "http://169.254.7.8/")).isFalse();
    assertThat(allows(policy, "http://private.test/")).isFalse();
  }

  @Test
  void judgesEveryAddressOfAName() throws Exception {
    NameLookup two =
        _ -> List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("169.254.169.254"));
    assertThat(allows(policy(two, "http://public.test/"), "http://other.test/")).isFalse();
  }

  @Test
  void seesWhenANameChangesItsAddress() throws Exception {
    // Given
    Queue<String> answers = new ArrayDeque<>(List.of("8.8.8.8", "169.254.169.254"));
    AddressPolicy policy =
        policy(_ -> List.of(InetAddress.ofLiteral(answers.remove())), "http://public.test/");

    // Then
    assertThat(allows(policy, "http://public.test/")).isTrue();
    assertThat(allows(policy, "http://public.test/")).isFalse();
  }

  @Test
  void doesNotWaitForEverForAName() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AddressPolicy policy =
        policy(
            _ -> {
              try {
                never.await();
                throw new UnknownHostException();
              } catch (InterruptedException ended) {
                throw new UnknownHostException();
              }
            },
            "http://slow.test/",
            "timeout.connect",
            "50ms");

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> policy.check(URI.create("http://slow.test/")));
    never.countDown();
  }

  @Test
  void leavesNamesToAProxy() throws Exception {
    AddressPolicy policy =
        policy(
            host -> {
              throw new UnknownHostException(host);
            },
            "http://behind.test/",
            "proxy.url",
            "http://proxy.test:3128");

    assertThat(allows(policy, "http://behind.test/")).isTrue();
    assertThat(allows(policy, "http://localhost/")).isFalse();
    assertThat(allows(policy, "http://foo.localhost/")).isFalse();
    assertThat(allows(policy, "http://metadata.google.internal/")).isFalse();
  }

  @Test
  void judgesAddressesBehindAProxy() throws Exception {
    AddressPolicy policy =
        policy(
            AddressPolicyTest::lookup,
            "http://public.test/",
            "proxy.url",
            "http://proxy.test:3128");

    assertThat(allows(policy, "http://169.254.169.254/")).isFalse();
    assertThat(allows(policy, "http://[::ffff:169.254.169.254]/")).isFalse();
    assertThat(allows(policy, "http://8.8.8.8/")).isTrue();
  }

  private static AddressPolicy policy(NameLookup lookup, String home, String... keysAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new AddressPolicy(URI.create(home), Bound.to(Connection.class, settings), lookup);
  }

  private static List<InetAddress> lookup(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(NAMES.getOrDefault(host, host)));
  }

  private static boolean allows(AddressPolicy policy, String target) throws Exception {
    try {
      policy.check(URI.create(target));
      return true;
    } catch (ForbiddenAddressException refused) {
      return false;
    }
  }
}
