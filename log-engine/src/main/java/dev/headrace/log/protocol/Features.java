package dev.headrace.log.protocol;

import dev.headrace.log.transaction.TransactionVersion;
import java.util.Set;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The features of a cluster that change how clients speak to it (KIP-584), each in its newest
 * version always: that of transactions, and that of groups.
 */
final class Features {

  /** Until then clients fail on a feature that can be off (KAFKA-17011). */
  private static final short FIRST_VERSION_WITH_LEVEL_ZERO = 4;

  /** Nothing ever changes here. */
  private static final long EPOCH = 0;

  /** The consumer protocol is served (KIP-848). */
  private static final short CONSUMER_GROUPS = 1;

  private Features() {}

  static void tell(ApiVersionsResponseData response, Set<ApiKeys> served, short version) {
    if (served.contains(ApiKeys.END_TXN)) {
      tell("transaction.version", TransactionVersion.V2.level(), response, version);
    }
    if (served.contains(ApiKeys.CONSUMER_GROUP_HEARTBEAT)) {
      tell("group.version", CONSUMER_GROUPS, response, version);
    }
  }

  private static void tell(
      String name, short level, ApiVersionsResponseData response, short version) {
    if (version >= FIRST_VERSION_WITH_LEVEL_ZERO) {
      response
          .supportedFeatures()
          .mustAdd(
              new SupportedFeatureKey()
                  .setName(name)
                  .setMinVersion((short) 0)
                  .setMaxVersion(level));
    }
    response
        .setFinalizedFeaturesEpoch(EPOCH)
        .finalizedFeatures()
        .mustAdd(
            new FinalizedFeatureKey()
                .setName(name)
                .setMinVersionLevel(level)
                .setMaxVersionLevel(level));
  }
}
