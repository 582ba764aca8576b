package dev.headrace.log.protocol;

import dev.headrace.log.transaction.TransactionVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;

/**
 * The features of a cluster that change how clients speak to it (KIP-584): the version of
 * transactions, which is the newest always.
 */
final class Features {

  private static final String TRANSACTIONS = "transaction.version";

  /** Until then clients fail on a feature that can be off (KAFKA-17011). */
  private static final short FIRST_VERSION_WITH_LEVEL_ZERO = 4;

  /** Nothing ever changes here. */
  private static final long EPOCH = 0;

  private Features() {}

  static void tell(ApiVersionsResponseData response, short version) {
    short level = TransactionVersion.V2.level();
    if (version >= FIRST_VERSION_WITH_LEVEL_ZERO) {
      response
          .supportedFeatures()
          .mustAdd(
              new SupportedFeatureKey()
                  .setName(TRANSACTIONS)
                  .setMinVersion(TransactionVersion.V0.level())
                  .setMaxVersion(level));
    }
    response
        .setFinalizedFeaturesEpoch(EPOCH)
        .finalizedFeatures()
        .mustAdd(
            new FinalizedFeatureKey()
                .setName(TRANSACTIONS)
                .setMinVersionLevel(level)
                .setMaxVersionLevel(level));
  }
}
