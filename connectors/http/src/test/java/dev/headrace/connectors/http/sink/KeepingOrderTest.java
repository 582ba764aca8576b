package dev.headrace.connectors.http.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import dev.headrace.connector.testing.SinkDriver;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.RawServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class KeepingOrderTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int RECORDS = 120;
  private static final int KEYS = 7;
  private static final List<TopicPartition> PARTITIONS =
      List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1));

  @Test
  void sendsRecordsOfDifferentKeysAtTheSameTime() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (LocalServer server =
            new LocalServer(
                _ -> {
                  together.await(60, TimeUnit.SECONDS);
                  return Reply.of(200, "");
                });
        Sending sending =
            new Sending(server.url("/"), "concurrency", "2", "retry.timeout", "0ms")) {
      assertThat(sending.send(Sending.keyed("1", "1"), Sending.keyed("2", "2"))).isEmpty();
    }
  }

  @Test
  void sendsNoMoreAtATimeThanTold() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (LocalServer server =
            new LocalServer(
                _ -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  now.decrementAndGet();
                  return Reply.of(200, "");
                });
        Sending sending = new Sending(server.url("/"), "concurrency", "3")) {
      sending.send(
          IntStream.range(0, 60)
              .mapToObj(i -> Sending.keyed("" + i, "" + i))
              .toArray(Entry[]::new));
      assertThat(most.get()).isBetween(1, 3);
    }
  }

  @Test
  void keepsToTheRateOfRequests() throws Exception {
    long beganNanos = System.nanoTime();
    try (LocalServer server = new LocalServer(_ -> Reply.of(200, ""));
        Sending sending = new Sending(server.url("/"), "requests.per.second", "20")) {
      sending.send("1", "2", "3", "4", "5");
    }
    assertThat(System.nanoTime() - beganNanos).isGreaterThanOrEqualTo(200_000_000L);
  }

  /** A server that fails and cuts at random, before or after it has taken what it was sent. */
  @Test
  void losesNothingAndKeepsTheOrderOfEachKey() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = new Random().nextLong();
      for (String batch : List.of("none", "array")) {
        for (Map.Entry<String, List<Integer>> taken : deliver(new Random(seed), batch).entrySet()) {
          assertThat(firstTakings(taken.getValue()))
              .as("seed %s, batch %s, key %s", seed, batch, taken.getKey())
              .isEqualTo(
                  IntStream.range(0, RECORDS)
                      .filter(i -> key(i).equals(taken.getKey().split("/")[1]))
                      .boxed()
                      .toList());
        }
      }
    }
  }

  /** The numbers that the server took, by partition and key, in the order of their arrival. */
  private static Map<String, List<Integer>> deliver(Random random, String batch) throws Exception {
    Map<String, List<Integer>> taken = Collections.synchronizedMap(new LinkedHashMap<>());
    Random fates = new Random(random.nextLong());
    try (RawServer server = new RawServer(connection -> answer(connection, fates, taken))) {
      SinkDriver<HttpSinkSettings> driver =
          new SinkDriver<>(
              new HttpSink(),
              Sending.settings(
                  server.url("/${partition}"), "batch", batch, "retry.timeout", "20ms"),
              PARTITIONS,
              11,
              2,
              (_, offset) -> record(offset.intValue()));
      boolean done = false;
      while (!done) {
        driver.open();
        try {
          driver.deliver(RECORDS);
          driver.flush(FlushReason.STOP);
          done = true;
        } catch (ConnectorException failure) {
          assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        } finally {
          driver.close();
        }
      }
      assertThat(driver.committed()).extracting(Committed::nextOffset).containsOnly((long) RECORDS);
    }
    return taken;
  }

  private static Entry record(int number) {
    String key = key(number);
    return key.equals("none") ? Sending.json("" + number) : Sending.keyed(key, "" + number);
  }

  private static String key(int number) {
    return number % KEYS == 0 ? "none" : "" + number % KEYS;
  }

  private static void answer(
      RawServer.Connection connection, Random fates, Map<String, List<Integer>> taken)
      throws IOException {
    int fate;
    synchronized (fates) {
      fate = fates.nextInt(100);
    }
    if (fate >= 20) {
      take(connection, taken);
    }
    if (fate < 10 || (fate >= 20 && fate < 30)) {
      connection.send("HTTP/1.1 50" + fate % 5 + " No\r\nContent-Length: 0\r\n\r\n");
    } else if (fate >= 40) {
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  private static void take(RawServer.Connection connection, Map<String, List<Integer>> taken)
      throws IOException {
    String partition = connection.request().lines().findFirst().orElseThrow().split(" ")[1];
    String body = connection.body();
    for (String number : body.replaceAll("[\\[\\]]", "").split(",")) {
      int value = Integer.parseInt(number.strip());
      taken
          .computeIfAbsent(
              partition.substring(1) + "/" + key(value),
              _ -> Collections.synchronizedList(new ArrayList<>()))
          .add(value);
    }
  }

  /** What is sent again is left out: it may come late, since a request cannot be taken back. */
  private static List<Integer> firstTakings(List<Integer> numbers) {
    return numbers.stream().distinct().toList();
  }
}
