package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class AnsweringWhenDurableTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);

  @Test
  void waitsForTheCommit() throws Exception {
    try (Receiving receiving = new Receiving()) {
      // When
      CompletableFuture<HttpResponse<String>> answer = receiving.send(receiving.post("{}"));
      receiving.awaitAndRead();

      // Then
      assertThat(receiving.texts()).containsExactly("{}");
      assertThat(answer).isNotDone();
      receiving.commit();
      assertThat(answer.get().statusCode()).isEqualTo(200);
      assertThat(answer.get().body()).isEqualTo("{\"records\":1}\n");
    }
  }

  @Test
  void saysNothingGoodWhenTheSourceDiesBeforeTheCommit() throws Exception {
    CompletableFuture<HttpResponse<String>> read;
    CompletableFuture<HttpResponse<String>> unread;
    try (Receiving receiving = new Receiving()) {
      read = receiving.send(receiving.post("1"));
      receiving.awaitAndRead();
      unread = receiving.send(receiving.post("2"));
      awaitSecond(receiving);
    }
    assertThat(read.get().statusCode()).isEqualTo(503);
    assertThat(read.get().headers().firstValue("Retry-After")).isPresent();
    assertThat(unread.get().statusCode()).isEqualTo(503);
  }

  /** The second request is read too, but neither is committed. */
  private static void awaitSecond(Receiving receiving) throws Exception {
    receiving.awaitAndRead();
    assertThat(receiving.texts()).containsExactly("1", "2");
  }

  @Test
  void doesNotLetASenderWaitForEver() throws Exception {
    try (Receiving receiving = new Receiving("answer.timeout", "50ms")) {
      // When
      HttpResponse<String> answer = receiving.send(receiving.post("1")).get();

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      receiving.read();
      assertThat(receiving.records()).isEmpty();
    }
  }

  @Test
  void answersAsTold() throws Exception {
    try (Receiving receiving = new Receiving("answer.status", "204")) {
      HttpResponse<String> answer = receiving.deliver("{}");
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();
    }
  }

  /** Whatever dies when: a body whose answer was 2xx is among what was committed. */
  @Test
  void neverSaysYesToWhatIsNotCommitted() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = new Random().nextLong();
      Random random = new Random(seed);
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      List<String> committed = List.of();
      try (Receiving receiving = new Receiving()) {
        int commits = random.nextInt(4);
        for (int i = 0; i < 30; i++) {
          answers.add(receiving.send(receiving.post("" + i)));
          if (random.nextInt(4) == 0) {
            receiving.awaitAndRead();
            if (commits-- > 0) {
              committed = receiving.texts();
              receiving.commit();
            }
          }
        }
      }
      for (int i = 0; i < answers.size(); i++) {
        int status = status(answers.get(i));
        assertThat(status).as("seed %s", seed).isIn(0, 200, 503);
        if (status == 200) {
          assertThat(committed).as("seed %s", seed).contains("" + i);
        }
      }
    }
  }

  /** 0 when the connection ended without an answer. */
  private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
    try {
      return answer.get().statusCode();
    } catch (ExecutionException cut) {
      assertThat(cut).hasCauseInstanceOf(IOException.class);
      return 0;
    }
  }
}
