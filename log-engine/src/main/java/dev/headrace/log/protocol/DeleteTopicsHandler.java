package dev.headrace.log.protocol;

import dev.headrace.log.broker.Topics;
import dev.headrace.log.broker.Topics.Deletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Deletes topics by name or, from version 6 on, by id; answers when that is durable. */
final class DeleteTopicsHandler
    implements ApiHandler<DeleteTopicsRequestData, DeleteTopicsResponseData> {

  private static final short FIRST_VERSION_WITH_IDS = 6;

  private final Topics topics;
  private final PartitionLookup partitions;

  DeleteTopicsHandler(Topics topics, PartitionLookup partitions) {
    this.topics = topics;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DELETE_TOPICS;
  }

  @Override
  public Reply<DeleteTopicsResponseData> handle(
      DeleteTopicsRequestData request, RequestContext context) {
    List<CompletionStage<DeletableTopicResult>> results = new ArrayList<>();
    if (context.version() >= FIRST_VERSION_WITH_IDS) {
      for (DeleteTopicState topic : request.topics()) {
        results.add(topic.name() == null ? delete(topic.topicId()) : delete(topic.name()));
      }
    } else {
      for (String name : request.topicNames()) {
        results.add(delete(name));
      }
    }
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(
                found -> {
                  DeleteTopicsResponseData response = new DeleteTopicsResponseData();
                  response.responses().addAll(found);
                  return response;
                }));
  }

  private CompletionStage<DeletableTopicResult> delete(Uuid id) {
    Optional<String> name = partitions.name(id);
    return name.isPresent()
        ? delete(name.get())
        : CompletableFuture.completedStage(
            new DeletableTopicResult()
                .setName(null)
                .setTopicId(id)
                .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code()));
  }

  private CompletionStage<DeletableTopicResult> delete(String name) {
    DeletableTopicResult result = new DeletableTopicResult().setName(name);
    if (partitions.isHidden(name)) {
      return CompletableFuture.completedStage(
          result.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()));
    }
    return topics
        .delete(name)
        .thenApply(
            deletion ->
                switch (deletion) {
                  case Deletion.Deleted(var topic) ->
                      result.setTopicId(TopicIds.toWire(topic.id()));
                  case Deletion.Unknown() ->
                      result.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
                  case Deletion.Refused(var message) ->
                      result
                          .setErrorCode(Errors.INVALID_TOPIC_EXCEPTION.code())
                          .setErrorMessage(message);
                });
  }
}
