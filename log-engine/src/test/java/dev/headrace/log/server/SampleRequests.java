package dev.headrace.log.server;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** A sound request to each served API, in each version. */
final class SampleRequests {

  private SampleRequests() {}

  record Sample(ApiKeys api, short version, ApiMessage request) {

    @Override
    public String toString() {
      return api + " " + version;
    }
  }

  static List<Sample> all(String topic, Uuid topicId) {
    List<Sample> samples = new ArrayList<>();
    for (ApiKeys api :
        List.of(
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
            ApiKeys.ALTER_CLIENT_QUOTAS)) {
      for (short version : api.allVersions()) {
        if (api.isVersionEnabled(version, false)) {
          samples.add(new Sample(api, version, request(api, version, topic, topicId)));
        }
      }
    }
    return samples;
  }

  private static ApiMessage request(ApiKeys api, short version, String topic, Uuid topicId) {
    return switch (api) {
      case PRODUCE -> produce(version, topic, topicId);
      case FETCH -> fetch(version, topic, topicId);
      case LIST_OFFSETS -> Requests.listOffsets(topic, Requests.LATEST);
      case METADATA ->
          new MetadataRequestData()
              .setTopics(List.of(new MetadataRequestTopic().setName(topic)))
              .setAllowAutoTopicCreation(true);
      case API_VERSIONS ->
          new ApiVersionsRequestData().setClientSoftwareName("raw").setClientSoftwareVersion("1");
      case CREATE_TOPICS -> createTopics("made-for-" + version);
      case DELETE_TOPICS ->
          version >= 6
              ? new DeleteTopicsRequestData()
                  .setTopics(List.of(new DeleteTopicState().setName("unknown")))
              : new DeleteTopicsRequestData().setTopicNames(List.of("unknown"));
      case DELETE_RECORDS ->
          new DeleteRecordsRequestData()
              .setTopics(
                  List.of(
                      new DeleteRecordsTopic()
                          .setName(topic)
                          .setPartitions(List.of(new DeleteRecordsPartition().setOffset(0)))));
      case INIT_PRODUCER_ID -> new InitProducerIdRequestData().setTransactionalId(null);
      case DESCRIBE_CONFIGS ->
          new DescribeConfigsRequestData()
              .setIncludeSynonyms(true)
              .setResources(
                  List.of(
                      new DescribeConfigsResource()
                          .setResourceType((byte) 2)
                          .setResourceName(topic)
                          .setConfigurationKeys(null)));
      case LIST_CONFIG_RESOURCES -> new ListConfigResourcesRequestData();
      case DESCRIBE_CLUSTER -> new DescribeClusterRequestData();
      case CREATE_PARTITIONS -> createPartitions(topic);
      case DESCRIBE_TOPIC_PARTITIONS ->
          new DescribeTopicPartitionsRequestData()
              .setTopics(List.of(new TopicRequest().setName(topic)))
              .setCursor(new Cursor().setTopicName(topic));
      case ALTER_CONFIGS -> alterConfigs(topic);
      case INCREMENTAL_ALTER_CONFIGS -> incrementalAlterConfigs(topic);
      case DESCRIBE_LOG_DIRS -> new DescribeLogDirsRequestData().setTopics(null);
      case OFFSET_FOR_LEADER_EPOCH -> offsetForLeaderEpoch(topic);
      case DESCRIBE_CLIENT_QUOTAS ->
          new DescribeClientQuotasRequestData()
              .setComponents(
                  List.of(new ComponentData().setEntityType("client-id").setMatchType((byte) 1)));
      case ALTER_CLIENT_QUOTAS ->
          new AlterClientQuotasRequestData()
              .setEntries(
                  List.of(
                      new AlterClientQuotasRequestData.EntryData()
                          .setEntity(
                              List.of(
                                  new AlterClientQuotasRequestData.EntityData()
                                      .setEntityType("client-id")
                                      .setEntityName("greedy")))
                          .setOps(
                              List.of(
                                  new AlterClientQuotasRequestData.OpData()
                                      .setKey("producer_byte_rate")
                                      .setValue(1e6)))));
      default -> throw new IllegalArgumentException(api.name());
    };
  }

  private static ProduceRequestData produce(short version, String topic, Uuid topicId) {
    ProduceRequestData request = Requests.produce(topic, -1, "value of " + version);
    request.topicData().forEach(data -> data.setTopicId(version >= 13 ? topicId : Uuid.ZERO_UUID));
    return request;
  }

  private static FetchRequestData fetch(short version, String topic, Uuid topicId) {
    FetchRequestData request = Requests.fetch(topic, 0, 1, 0);
    request.topics().forEach(data -> data.setTopicId(version >= 13 ? topicId : Uuid.ZERO_UUID));
    return request;
  }

  private static CreateTopicsRequestData createTopics(String name) {
    CreatableTopicCollection topics = new CreatableTopicCollection();
    topics.add(
        new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1));
    return new CreateTopicsRequestData().setTopics(topics);
  }

  private static CreatePartitionsRequestData createPartitions(String topic) {
    CreatePartitionsTopicCollection topics = new CreatePartitionsTopicCollection();
    topics.add(new CreatePartitionsTopic().setName(topic).setCount(2).setAssignments(null));
    return new CreatePartitionsRequestData().setTopics(topics).setValidateOnly(true);
  }

  private static AlterConfigsRequestData alterConfigs(String topic) {
    AlterConfigsRequestData.AlterableConfigCollection configs =
        new AlterConfigsRequestData.AlterableConfigCollection();
    configs.add(
        new AlterConfigsRequestData.AlterableConfig().setName("retention.ms").setValue("1000"));
    AlterConfigsRequestData.AlterConfigsResourceCollection resources =
        new AlterConfigsRequestData.AlterConfigsResourceCollection();
    resources.add(
        new AlterConfigsRequestData.AlterConfigsResource()
            .setResourceType((byte) 2)
            .setResourceName(topic)
            .setConfigs(configs));
    return new AlterConfigsRequestData().setResources(resources).setValidateOnly(true);
  }

  private static IncrementalAlterConfigsRequestData incrementalAlterConfigs(String topic) {
    IncrementalAlterConfigsRequestData.AlterableConfigCollection configs =
        new IncrementalAlterConfigsRequestData.AlterableConfigCollection();
    configs.add(
        new IncrementalAlterConfigsRequestData.AlterableConfig()
            .setName("retention.ms")
            .setConfigOperation((byte) 1)
            .setValue(null));
    IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection resources =
        new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection();
    resources.add(
        new IncrementalAlterConfigsRequestData.AlterConfigsResource()
            .setResourceType((byte) 2)
            .setResourceName(topic)
            .setConfigs(configs));
    return new IncrementalAlterConfigsRequestData().setResources(resources).setValidateOnly(true);
  }

  private static OffsetForLeaderEpochRequestData offsetForLeaderEpoch(String topic) {
    OffsetForLeaderTopicCollection topics = new OffsetForLeaderTopicCollection();
    topics.add(
        new OffsetForLeaderTopic()
            .setTopic(topic)
            .setPartitions(List.of(new OffsetForLeaderPartition().setLeaderEpoch(0))));
    return new OffsetForLeaderEpochRequestData().setTopics(topics);
  }
}
