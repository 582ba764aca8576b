package dev.headrace.log;

import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.GroupEnvironment;
import dev.headrace.log.broker.GroupOffsets;
import dev.headrace.log.broker.Metadata;
import dev.headrace.log.broker.ProducerIds;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.broker.TransactionEnvironment;
import dev.headrace.log.broker.TransactionSeats;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.broker.Transactions;
import dev.headrace.log.group.GroupLimits;
import dev.headrace.log.protocol.AdminApis;
import dev.headrace.log.protocol.ApiHandler;
import dev.headrace.log.protocol.Dispatcher;
import dev.headrace.log.protocol.GroupApis;
import dev.headrace.log.protocol.LogApis;
import dev.headrace.log.protocol.Node;
import dev.headrace.log.protocol.TransactionApis;
import dev.headrace.log.server.KafkaListener;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DataSpace;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.storage.RetentionReaders;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The engine put together. What depends on another part is opened after it and closed before it:
 * partitions, metadata, transactional ids (settled, so that only those of clients are undecided),
 * groups, transactions, listeners.
 */
final class Engine implements LogEngine {

  private static final int NODE_ID = 1;

  private final EngineSettings settings;
  private final Partitions partitions;
  private final Metadata metadata;
  private final TransactionSeats transactionSeats;
  private final GroupCoordinator groups;
  private final Transactions transactions;
  private final List<KafkaListener> listeners = new CopyOnWriteArrayList<>();

  private Engine(
      EngineSettings settings,
      Partitions partitions,
      Metadata metadata,
      TransactionSeats transactionSeats,
      GroupCoordinator groups,
      Transactions transactions) {
    this.settings = settings;
    this.partitions = partitions;
    this.metadata = metadata;
    this.transactionSeats = transactionSeats;
    this.groups = groups;
    this.transactions = transactions;
  }

  /** Takes the partitions over, also when it fails: they are closed then. */
  static Engine open(EngineSettings settings, Partitions partitions, InstantSource clock)
      throws IOException {
    Opened opened = new Opened();
    opened.add(partitions);
    try {
      BrokerSettings broker = settings.broker();
      Metadata metadata =
          opened.add(
              Metadata.open(
                  partitions,
                  broker,
                  settings.storage().topics(),
                  ShownSettings.of(settings),
                  clock));
      TransactionSeats seats =
          opened.add(TransactionSeats.open(partitions, metadata, broker, clock));
      GroupCoordinator groups =
          opened.add(
              GroupCoordinator.open(
                  partitions,
                  metadata.topics(),
                  metadata.internalTopics(),
                  broker.offsetsTopicNumPartitions(),
                  GroupEnvironment.real(GroupLimits.DEFAULTS, clock)
                      .withHiddenTopics(settings.hiddenTopics())
                      .withConsumerTimes(metadata.groupConfigs()::times)
                      .withOffsetRetention(settings.keeping().offsets())));
      settings
          .keeping()
          .watchedGroups()
          .ifPresentOrElse(
              prefix -> partitions.watch(() -> groups.progress(prefix)),
              () -> partitions.watch(RetentionReaders.NONE));
      return new Engine(
          settings,
          partitions,
          metadata,
          seats,
          groups,
          new Transactions(
              seats,
              partitions,
              metadata.producerIds(),
              groups.transactionalOffsets(),
              TransactionEnvironment.real(settings.transactions(), clock)));
    } catch (IOException | RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  @Override
  public DataCut cut() throws IOException {
    return partitions.cut();
  }

  @Override
  public BrokerSettings settings() {
    return settings.broker();
  }

  @Override
  public Partitions partitions() {
    return partitions;
  }

  @Override
  public Topics topics() {
    return metadata.topics();
  }

  @Override
  public TopicConfigs topicConfigs() {
    return metadata.topicConfigs();
  }

  @Override
  public int largestBatchBytes(String topic) {
    return metadata.largestBatchBytes(topic);
  }

  @Override
  public ProducerIds producerIds() {
    return metadata.producerIds();
  }

  @Override
  public GroupOffsets offsets() {
    return groups;
  }

  @Override
  public TransactionalWriter writer(String transactionalId) {
    return transactions.open(transactionalId);
  }

  @Override
  public Listener listen(InetSocketAddress address) throws IOException {
    KafkaListener listener =
        KafkaListener.open(
            address,
            new Dispatcher(
                handlers(), settings.listeners().requests().mostBytes(), metadata.quotas()),
            settings.listeners());
    listeners.add(listener);
    return new Listener() {
      @Override
      public InetSocketAddress address() {
        return listener.address();
      }

      @Override
      public void close() {
        if (listeners.remove(listener)) {
          listener.close();
        }
      }
    };
  }

  private List<ApiHandler<?, ?>> handlers() {
    Node node = new Node(NODE_ID, metadata.clusterId());
    List<ApiHandler<?, ?>> handlers =
        new ArrayList<>(new GroupApis(node, metadata.topics(), groups).handlers());
    handlers.addAll(
        new LogApis(
                node,
                settings.broker(),
                metadata.topics(),
                partitions,
                metadata.producerIds(),
                transactions.ofClients(),
                settings.hiddenTopics())
            .handlers());
    handlers.addAll(
        new TransactionApis(
                transactions.ofClients(),
                groups.transactionalOffsets(),
                metadata.topics(),
                partitions,
                settings.hiddenTopics())
            .handlers());
    handlers.addAll(
        new AdminApis(
                node,
                metadata.topics(),
                metadata.topicAlterations(),
                metadata.topicConfigs(),
                metadata.nodeConfigs(),
                metadata.groupConfigs(),
                metadata.quotas(),
                partitions,
                new DataSpace(settings.dataDirectory()),
                settings.hiddenTopics())
            .handlers());
    return handlers;
  }

  @Override
  public void close() throws IOException {
    Opened opened = new Opened();
    opened.add(partitions);
    opened.add(metadata);
    opened.add(transactionSeats);
    opened.add(groups);
    opened.add(transactions);
    listeners.forEach(opened::add);
    listeners.clear();
    opened.close();
  }
}
