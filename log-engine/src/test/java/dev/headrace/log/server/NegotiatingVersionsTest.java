package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NegotiatingVersionsTest {

  @TempDir Path folder;

  @Test
  void aClientFromTheFutureIsToldTheVersionsInTheOldestForm() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      // Given
      ByteBuffer request = ByteBuffer.allocate(4 + 14);
      request.putInt(14).putShort(ApiKeys.API_VERSIONS.id).putShort((short) 99).putInt(42);

      // When
      client.send(request.array());

      // Then
      ByteBufferAccessor answer = new ByteBufferAccessor(client.receiveFrame());
      assertThat(answer.readInt()).isEqualTo(42);
      var versions = new ApiVersionsResponseData(answer, (short) 0);
      assertThat(Errors.forCode(versions.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
      assertThat(versions.apiKeys().find(ApiKeys.API_VERSIONS.id).maxVersion())
          .isEqualTo(ApiKeys.API_VERSIONS.latestVersion());
      assertThat(answer.remaining()).isZero();
    }
  }

  @Test
  void onlyWhatIsServedIsAdvertised() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      ApiVersionsResponseData versions = versions(client, 4);

      assertThat(versions.apiKeys())
          .extracting(api -> ApiKeys.forId(api.apiKey()))
          .containsExactlyInAnyOrder(
              ApiKeys.PRODUCE,
              ApiKeys.FETCH,
              ApiKeys.LIST_OFFSETS,
              ApiKeys.METADATA,
              ApiKeys.API_VERSIONS,
              ApiKeys.CREATE_TOPICS,
              ApiKeys.DELETE_TOPICS,
              ApiKeys.DELETE_RECORDS,
              ApiKeys.INIT_PRODUCER_ID,
              ApiKeys.DESCRIBE_CONFIGS,
              ApiKeys.LIST_CONFIG_RESOURCES,
              ApiKeys.DESCRIBE_CLUSTER,
              ApiKeys.CREATE_PARTITIONS,
              ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
              ApiKeys.ALTER_CONFIGS,
              ApiKeys.INCREMENTAL_ALTER_CONFIGS,
              ApiKeys.DESCRIBE_LOG_DIRS,
              ApiKeys.OFFSET_FOR_LEADER_EPOCH,
              ApiKeys.DESCRIBE_CLIENT_QUOTAS,
              ApiKeys.ALTER_CLIENT_QUOTAS);
      assertThat(versions.finalizedFeatures()).isEmpty();
    }
  }

  /** With an honest 3, librdkafka before 2.11 sends uncompressed without a word. */
  @Test
  void produceIsAdvertisedFromZeroButServedFromThree() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      ApiVersion produce = versions(client, 0).apiKeys().find(ApiKeys.PRODUCE.id);
      assertThat(produce.minVersion()).isZero();

      ByteBuffer request = ByteBuffer.allocate(4 + 10);
      request.putInt(10).putShort(ApiKeys.PRODUCE.id).putShort((short) 2).putInt(1);
      client.send(request.array());

      assertThat(client.isClosedByNode()).isTrue();
    }
  }

  private static ApiVersionsResponseData versions(RawClient client, int version) throws Exception {
    return (ApiVersionsResponseData)
        client.ask(
            ApiKeys.API_VERSIONS,
            version,
            new ApiVersionsRequestData()
                .setClientSoftwareName("raw")
                .setClientSoftwareVersion("1"));
  }
}
