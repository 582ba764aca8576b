// What kafkajs has beside reading and writing: keys and headers, transactions, offsets by time, and its admin client.
const { Kafka, ConfigResourceTypes, logLevel } = require('kafkajs');

const kafka = new Kafka({ clientId: 'features', brokers: [process.env.HEADRACE_KAFKA], logLevel: logLevel.NOTHING });
const topic = 'kafkajs-features';

function report(ok, what) {
  console.log(`kafkajs ${ok ? 'ok' : 'FAILED'}: ${what}`);
  if (!ok) process.exitCode = 1;
}

/** All that a reader sees of the topic, up to the value that ends it. */
async function read(groupId, readUncommitted, last) {
  const consumer = kafka.consumer({ groupId, readUncommitted });
  const found = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((done, fail) => {
    consumer.on(consumer.events.CRASH, (event) => fail(event.payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          found.push(message);
          if (message.value.toString() === last) done();
        },
      })
      .catch(fail);
  });
  await consumer.disconnect();
  return found;
}

async function transactions(admin) {
  const producer = kafka.producer({ transactionalId: 'kafkajs-features', maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  const kept = await producer.transaction();
  await kept.send({ topic, messages: [{ key: 'k', value: 'kept', headers: { origin: 'Größe' } }] });
  await kept.sendOffsets({
    consumerGroupId: 'kafkajs-relay',
    topics: [{ topic, partitions: [{ partition: 0, offset: '1' }] }],
  });
  await kept.commit();
  const dropped = await producer.transaction();
  await dropped.send({ topic, messages: [{ key: 'k', value: 'dropped' }] });
  await dropped.abort();
  const last = await producer.transaction();
  await last.send({ topic, messages: [{ key: 'k', value: 'last' }] });
  await last.commit();
  await producer.disconnect();

  const committed = await read('kafkajs-committed', false, 'last');
  report(committed.map((each) => each.value.toString()).join() === 'kept,last', 'read_committed sees whole transactions only');
  report(
    committed[0].key.toString() === 'k' && committed[0].headers.origin.toString() === 'Größe',
    'keys and headers come back',
  );
  const all = await read('kafkajs-all', true, 'last');
  report(all.map((each) => each.value.toString()).join() === 'kept,dropped,last', 'read_uncommitted sees the aborted one too');
  const offsets = await admin.fetchOffsets({ groupId: 'kafkajs-relay', topics: [topic] });
  report(offsets[0].partitions[0].offset === '1', 'offsets are committed in a transaction');
}

async function administration(admin) {
  await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  report(topics[0].partitions.length === 3, 'partitions are added');

  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name: 'retention.ms', value: '7200000' }] }],
  });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: true,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }],
  });
  report(resources[0].configEntries[0].configValue === '7200000', 'settings are changed and described');

  const past = await admin.fetchTopicOffsetsByTimestamp(topic, 0);
  const future = await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() + 3_600_000);
  const first = past.find((each) => each.partition === 0).offset;
  report(first === '0' && future.find((each) => each.partition === 0).offset !== '0', 'offsets are found by time');

  const { groups } = await admin.listGroups();
  report(groups.some((group) => group.groupId === 'kafkajs-committed'), 'groups are listed');
  const described = await admin.describeGroups(['kafkajs-committed']);
  report(described.groups[0].state === 'Empty', 'groups are described');
  await admin.setOffsets({ groupId: 'kafkajs-all', topic, partitions: [{ partition: 0, offset: '0' }] });
  const moved = await admin.fetchOffsets({ groupId: 'kafkajs-all', topics: [topic] });
  report(moved[0].partitions.find((each) => each.partition === 0).offset === '0', 'offsets of a group are set');
  const deleted = await admin.deleteGroups(['kafkajs-all']);
  report(deleted[0].errorCode === 0 || deleted[0].errorCode === undefined, 'groups are deleted');

  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
  const low = (await admin.fetchTopicOffsets(topic)).find((each) => each.partition === 0).low;
  report(low === '2', 'records are deleted');
  const cluster = await admin.describeCluster();
  report(cluster.brokers.length === 1 && cluster.controller !== null, 'the cluster is described');
  await admin.deleteTopics({ topics: [topic] });
  report(!(await admin.listTopics()).includes(topic), 'topics are deleted');
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await transactions(admin);
  await administration(admin);
  await admin.disconnect();
}

main()
  .catch((error) => report(false, `failed: ${error.message}`))
  .finally(() => process.exit());
