package dev.headrace.log.protocol;

import com.google.re2j.Pattern;
import dev.headrace.log.broker.ClientPattern;
import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.TransactionListing;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Lists the transactional ids: all, or those in some states, of some producers, and so on. */
final class ListTransactionsHandler
    implements ApiHandler<ListTransactionsRequestData, ListTransactionsResponseData> {

  private final ClientTransactions transactions;

  ListTransactionsHandler(ClientTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.LIST_TRANSACTIONS;
  }

  @Override
  public Reply<ListTransactionsResponseData> handle(
      ListTransactionsRequestData request, RequestContext context) {
    String pattern = Optional.ofNullable(request.transactionalIdPattern()).orElse("");
    return switch (ClientPattern.of(pattern)) {
      case ClientPattern.Wrong _ ->
          Reply.now(
              new ListTransactionsResponseData()
                  .setErrorCode(Errors.INVALID_REGULAR_EXPRESSION.code()));
      case ClientPattern.Sound(Pattern ids) ->
          list(request, Filter.of(request, Optional.of(ids).filter(_ -> !pattern.isEmpty())));
    };
  }

  private Reply<ListTransactionsResponseData> list(
      ListTransactionsRequestData request, Filter filter) {
    ListTransactionsResponseData response = new ListTransactionsResponseData();
    request.stateFilters().stream()
        .filter(state -> !TransactionStates.NAMES.contains(state))
        .forEach(response.unknownStateFilters()::add);
    for (TransactionListing listing : transactions.list()) {
      if (filter.passes(listing)) {
        response
            .transactionStates()
            .add(
                new ListTransactionsResponseData.TransactionState()
                    .setTransactionalId(listing.transactionalId())
                    .setProducerId(listing.state().owner().producer().producerId())
                    .setTransactionState(TransactionStates.name(listing.state())));
      }
    }
    return Reply.now(response);
  }

  /**
   * What is asked for; an empty set lets all pass.
   *
   * @param ageMillis that transactions are to pass; any negative one lets all pass
   * @param pattern of transactional ids
   */
  private record Filter(
      Set<String> states, Set<Long> producerIds, long ageMillis, Optional<Pattern> pattern) {

    static Filter of(ListTransactionsRequestData request, Optional<Pattern> pattern) {
      return new Filter(
          new HashSet<>(request.stateFilters()),
          new HashSet<>(request.producerIdFilters()),
          request.durationFilter(),
          pattern);
    }

    boolean passes(TransactionListing listing) {
      long producerId = listing.state().owner().producer().producerId();
      return (states.isEmpty() || states.contains(TransactionStates.name(listing.state())))
          && (producerIds.isEmpty() || producerIds.contains(producerId))
          && (ageMillis < 0 || listing.ageMillis() > ageMillis)
          && pattern.map(it -> it.matches(listing.transactionalId())).orElse(true);
    }
  }
}
