package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientQuotas;
import dev.headrace.log.broker.ClientQuotas.Client;
import dev.headrace.log.broker.ClientQuotas.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.OpData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData.EntityData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData.EntryData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Sets and takes away quotas of client ids (KIP-546); answers when that is durable. */
final class AlterClientQuotasHandler
    implements ApiHandler<AlterClientQuotasRequestData, AlterClientQuotasResponseData> {

  private static final Outcome DONE = new Outcome(Errors.NONE, Optional.empty());

  private final ClientQuotas quotas;

  AlterClientQuotasHandler(ClientQuotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.ALTER_CLIENT_QUOTAS;
  }

  @Override
  public Reply<AlterClientQuotasResponseData> handle(
      AlterClientQuotasRequestData request, RequestContext context) {
    List<CompletionStage<EntryData>> results = new ArrayList<>();
    for (AlterClientQuotasRequestData.EntryData entry : request.entries()) {
      results.add(
          alter(entry, request.validateOnly())
              .thenApply(
                  outcome ->
                      new EntryData()
                          .setErrorCode(outcome.error().code())
                          .setErrorMessage(outcome.message().orElse(null))
                          .setEntity(
                              entry.entity().stream()
                                  .map(
                                      it ->
                                          new EntityData()
                                              .setEntityType(it.entityType())
                                              .setEntityName(it.entityName()))
                                  .toList())));
    }
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(found -> new AlterClientQuotasResponseData().setEntries(found)));
  }

  private CompletionStage<Outcome> alter(
      AlterClientQuotasRequestData.EntryData entry, boolean validateOnly) {
    Optional<Client> client = client(entry);
    if (client.isEmpty()) {
      return refused(
          "quotas here are those of a client-id, which has a name, or of all as the default");
    }
    Map<Kind, OptionalDouble> changes = new EnumMap<>(Kind.class);
    for (OpData op : entry.ops()) {
      Optional<Kind> kind = Kind.of(op.key());
      if (kind.isEmpty()) {
        return refused("there is no quota '" + op.key() + "' here");
      }
      boolean isValid = op.remove() || (op.value() > 0 && Double.isFinite(op.value()));
      if (!isValid || changes.containsKey(kind.get())) {
        return refused("'" + op.key() + "' is named twice, or not above 0");
      }
      changes.put(kind.get(), op.remove() ? OptionalDouble.empty() : OptionalDouble.of(op.value()));
    }
    return validateOnly
        ? CompletableFuture.completedStage(DONE)
        : quotas.alter(client.get(), changes).thenApply(_ -> DONE);
  }

  private static Optional<Client> client(AlterClientQuotasRequestData.EntryData entry) {
    return entry.entity().size() == 1
            && entry.entity().getFirst().entityType().equals(DescribeClientQuotasHandler.CLIENT_ID)
            && !"".equals(entry.entity().getFirst().entityName())
        ? Optional.of(new Client(Optional.ofNullable(entry.entity().getFirst().entityName())))
        : Optional.empty();
  }

  private static CompletionStage<Outcome> refused(String message) {
    return CompletableFuture.completedStage(Outcome.refused(Errors.INVALID_REQUEST, message));
  }
}
