package dev.headrace.log.protocol;

import dev.headrace.log.broker.ConfigChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Replaces all settings of topics and groups, as older clients do; answers when that is durable.
 */
final class AlterConfigsHandler
    implements ApiHandler<AlterConfigsRequestData, AlterConfigsResponseData> {

  private final ConfigResources resources;

  AlterConfigsHandler(ConfigResources resources) {
    this.resources = resources;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.ALTER_CONFIGS;
  }

  @Override
  public Reply<AlterConfigsResponseData> handle(
      AlterConfigsRequestData request, RequestContext context) {
    List<CompletionStage<AlterConfigsResourceResponse>> results = new ArrayList<>();
    for (AlterConfigsResource resource : request.resources()) {
      byte type = resource.resourceType();
      String name = resource.resourceName();
      results.add(
          replace(resource, request.validateOnly())
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
            .thenApply(found -> new AlterConfigsResponseData().setResponses(found)));
  }

  private CompletionStage<Outcome> replace(AlterConfigsResource resource, boolean validateOnly) {
    Optional<Outcome> refused = resources.refuse(resource.resourceType(), resource.resourceName());
    if (refused.isPresent()) {
      return CompletableFuture.completedStage(refused.get());
    }
    Map<String, String> config = new HashMap<>();
    for (AlterableConfig entry : resource.configs()) {
      if (entry.value() == null) {
        return CompletableFuture.completedStage(
            Outcome.refused(Errors.INVALID_REQUEST, entry.name() + " has no value"));
      }
      config.put(entry.name(), entry.value());
    }
    return resources.change(
        resource.resourceType(),
        resource.resourceName(),
        new ConfigChange.Replace(config),
        validateOnly);
  }
}
