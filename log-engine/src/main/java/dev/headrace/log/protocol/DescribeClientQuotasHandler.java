package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientQuotas;
import dev.headrace.log.broker.ClientQuotas.Client;
import dev.headrace.log.broker.ClientQuotas.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.EntityData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.EntryData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.ValueData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Shows the quotas of client ids (KIP-546). There are none of users: nobody logs in here. */
final class DescribeClientQuotasHandler
    implements ApiHandler<DescribeClientQuotasRequestData, DescribeClientQuotasResponseData> {

  static final String CLIENT_ID = "client-id";

  /** There are no quotas of the others here, but it is no mistake to look for some. */
  private static final Set<String> KAFKAS_TYPES = Set.of(CLIENT_ID, "user", "ip");

  private static final byte EXACTLY = 0;
  private static final byte DEFAULT = 1;

  private final ClientQuotas quotas;

  DescribeClientQuotasHandler(ClientQuotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_CLIENT_QUOTAS;
  }

  @Override
  public Reply<DescribeClientQuotasResponseData> handle(
      DescribeClientQuotasRequestData request, RequestContext context) {
    Optional<Outcome> refused =
        request.components().stream()
            .flatMap(component -> problemWith(component.entityType()).stream())
            .findFirst();
    if (refused.isPresent()) {
      return Reply.now(
          new DescribeClientQuotasResponseData()
              .setErrorCode(refused.get().error().code())
              .setErrorMessage(refused.get().message().orElse(null))
              .setEntries(null));
    }
    List<EntryData> entries =
        quotas.all().entrySet().stream()
            .filter(
                entry -> request.components().stream().allMatch(it -> matches(entry.getKey(), it)))
            .map(entry -> entry(entry.getKey(), entry.getValue()))
            .toList();
    return Reply.now(new DescribeClientQuotasResponseData().setEntries(entries));
  }

  /** As Kafka says it of what nothing can be limited by. */
  private static Optional<Outcome> problemWith(String entityType) {
    if (entityType.isEmpty()) {
      return Optional.of(
          Outcome.refused(Errors.INVALID_REQUEST, "something is to be found that is of no type"));
    }
    return KAFKAS_TYPES.contains(entityType)
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                Errors.UNSUPPORTED_VERSION, "nothing is limited by '" + entityType + "'"));
  }

  private static boolean matches(Client client, ComponentData component) {
    if (!component.entityType().equals(CLIENT_ID)) {
      return false;
    }
    return switch (component.matchType()) {
      case EXACTLY -> client.clientId().filter(id -> id.equals(component.match())).isPresent();
      case DEFAULT -> client.clientId().isEmpty();
      default -> true;
    };
  }

  private static EntryData entry(Client client, Map<Kind, Double> values) {
    return new EntryData()
        .setEntity(
            List.of(
                new EntityData()
                    .setEntityType(CLIENT_ID)
                    .setEntityName(client.clientId().orElse(null))))
        .setValues(
            values.entrySet().stream()
                .map(
                    value ->
                        new ValueData().setKey(value.getKey().key()).setValue(value.getValue()))
                .toList());
  }
}
