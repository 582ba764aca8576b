package dev.headrace.log.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits for the parts of an answer. */
final class AllOf {

  private AllOf() {}

  /** All results, in order, when the last of them is there. */
  static <T> CompletionStage<List<T>> inOrder(List<? extends CompletionStage<T>> stages) {
    CompletableFuture<?>[] futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(
            _ -> {
              List<T> results = new ArrayList<>(stages.size());
              for (CompletionStage<T> stage : stages) {
                results.add(stage.toCompletableFuture().join());
              }
              return results;
            });
  }
}
