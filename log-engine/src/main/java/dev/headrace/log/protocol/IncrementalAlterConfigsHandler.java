package dev.headrace.log.protocol;

import dev.headrace.log.broker.ConfigChange;
import dev.headrace.log.broker.ConfigChange.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Changes single settings of topics and groups (KIP-339); answers when that is durable. */
final class IncrementalAlterConfigsHandler
    implements ApiHandler<IncrementalAlterConfigsRequestData, IncrementalAlterConfigsResponseData> {

  private static final byte SET = 0;
  private static final byte DELETE = 1;
  private static final byte APPEND = 2;
  private static final byte SUBTRACT = 3;

  private final ConfigResources resources;

  IncrementalAlterConfigsHandler(ConfigResources resources) {
    this.resources = resources;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
  }

  @Override
  public Reply<IncrementalAlterConfigsResponseData> handle(
      IncrementalAlterConfigsRequestData request, RequestContext context) {
    List<CompletionStage<AlterConfigsResourceResponse>> results = new ArrayList<>();
    for (AlterConfigsResource resource : request.resources()) {
      byte type = resource.resourceType();
      String name = resource.resourceName();
      results.add(
          change(resource, request)
              .thenApply(
                  outcome ->
                      new AlterConfigsResourceResponse()
                          .setResourceType(type)
                          .setResourceName(name)
                          .setErrorCode(outcome.error().code())
                          .setErrorMessage(outcome.message().orElse(null))));
    }
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(found -> new IncrementalAlterConfigsResponseData().setResponses(found)));
  }

  private CompletionStage<Outcome> change(
      AlterConfigsResource resource, IncrementalAlterConfigsRequestData request) {
    String name = resource.resourceName();
    Optional<Outcome> refused =
        resources
            .refuse(resource.resourceType(), name)
            .or(() -> refuseTwice(resource, request))
            .or(() -> resource.configs().stream().flatMap(it -> refuse(it).stream()).findFirst());
    if (refused.isPresent()) {
      return CompletableFuture.completedStage(refused.get());
    }
    List<Step> steps =
        resource.configs().stream().map(IncrementalAlterConfigsHandler::step).toList();
    return resources.change(
        resource.resourceType(), name, new ConfigChange.Edit(steps), request.validateOnly());
  }

  private static Optional<Outcome> refuseTwice(
      AlterConfigsResource resource, IncrementalAlterConfigsRequestData request) {
    long named =
        request.resources().stream()
            .filter(
                other ->
                    other.resourceType() == resource.resourceType()
                        && other.resourceName().equals(resource.resourceName()))
            .count();
    long keys = resource.configs().stream().map(AlterableConfig::name).distinct().count();
    return named == 1 && keys == resource.configs().size()
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                Errors.INVALID_REQUEST, "a resource, or a setting of one, is named twice"));
  }

  private static Optional<Outcome> refuse(AlterableConfig entry) {
    if (entry.configOperation() < SET || entry.configOperation() > SUBTRACT) {
      return Optional.of(
          Outcome.refused(
              Errors.INVALID_REQUEST, "there is no operation " + entry.configOperation()));
    }
    return entry.value() == null && entry.configOperation() != DELETE
        ? Optional.of(Outcome.refused(Errors.INVALID_REQUEST, entry.name() + " has no value"))
        : Optional.empty();
  }

  private static Step step(AlterableConfig entry) {
    return switch (entry.configOperation()) {
      case DELETE -> new Step.Unset(entry.name());
      case APPEND -> new Step.Append(entry.name(), entry.value());
      case SUBTRACT -> new Step.Subtract(entry.name(), entry.value());
      default -> new Step.Set(entry.name(), entry.value());
    };
  }
}
