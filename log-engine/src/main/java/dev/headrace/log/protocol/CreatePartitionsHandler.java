package dev.headrace.log.protocol;

import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.TopicAlterations;
import dev.headrace.log.broker.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Gives topics more partitions (KIP-195); answers when that is durable. */
final class CreatePartitionsHandler
    implements ApiHandler<CreatePartitionsRequestData, CreatePartitionsResponseData> {

  private final Node node;
  private final Topics topics;
  private final TopicAlterations alterations;
  private final PartitionLookup partitions;

  CreatePartitionsHandler(
      Node node, Topics topics, TopicAlterations alterations, PartitionLookup partitions) {
    this.node = node;
    this.topics = topics;
    this.alterations = alterations;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.CREATE_PARTITIONS;
  }

  @Override
  public Reply<CreatePartitionsResponseData> handle(
      CreatePartitionsRequestData request, RequestContext context) {
    List<CompletionStage<CreatePartitionsTopicResult>> results = new ArrayList<>();
    for (CreatePartitionsTopic wanted : request.topics()) {
      String name = wanted.name();
      results.add(
          grow(wanted, request)
              .thenApply(
                  outcome ->
                      new CreatePartitionsTopicResult()
                          .setName(name)
                          .setErrorCode(outcome.error().code())
                          .setErrorMessage(outcome.message().orElse(null))));
    }
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(found -> new CreatePartitionsResponseData().setResults(found)));
  }

  private CompletionStage<Outcome> grow(
      CreatePartitionsTopic wanted, CreatePartitionsRequestData request) {
    String name = wanted.name();
    Optional<Outcome> refused = refuse(wanted, request);
    if (refused.isPresent()) {
      return CompletableFuture.completedStage(refused.get());
    }
    return (request.validateOnly()
            ? CompletableFuture.completedStage(alterations.validateGrowth(name, wanted.count()))
            : alterations.grow(name, wanted.count()))
        .thenApply(alteration -> Outcome.of(name, alteration));
  }

  private Optional<Outcome> refuse(
      CreatePartitionsTopic wanted, CreatePartitionsRequestData request) {
    String name = wanted.name();
    if (request.topics().findAll(name).size() > 1) {
      return Optional.of(Outcome.refused(Errors.INVALID_REQUEST, "the topic is named twice"));
    }
    Optional<Topic> topic = topics.find(name).filter(_ -> !partitions.isHidden(name));
    if (topic.isEmpty()) {
      return Optional.of(Outcome.unknown(name));
    }
    int added = wanted.count() - topic.get().partitions();
    return wanted.assignments() == null || added < 1 || isHere(wanted, added)
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "there must be one assignment for each of the "
                    + added
                    + " new partitions, each to node "
                    + node.id()));
  }

  private boolean isHere(CreatePartitionsTopic wanted, int added) {
    return wanted.assignments().size() == added
        && wanted.assignments().stream()
            .allMatch(assignment -> assignment.brokerIds().equals(List.of(node.id())));
  }
}
