// One codec: creates a topic, writes it, reads half as a member of a group, and the rest as the next member.
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs');

const codec = process.argv[2];
const topic = `kafkajs-${codec}`;
const count = 1000;
const values = Array.from({ length: count }, (_, i) => `line ${i} of the kafkajs check: Größe, 水車`);

const kafka = new Kafka({ clientId: 'check', brokers: [process.env.HEADRACE_KAFKA], logLevel: logLevel.NOTHING });

const install = {
  snappy: () => (CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')),
  lz4: () => {
    // Its WebAssembly loader takes fetch, where there is one, for a browser's, which knows no files.
    delete globalThis.fetch;
    const Lz4 = require('kafkajs-lz4');
    CompressionCodecs[CompressionTypes.LZ4] = new (Lz4.default ?? Lz4)().codec;
  },
  zstd: () =>
    require('zstd-codec').ZstdCodec.run(({ Simple }) => {
      const zstd = new Simple();
      CompressionCodecs[CompressionTypes.ZSTD] = () => ({
        compress: async ({ buffer }) => Buffer.from(zstd.compress(buffer)),
        decompress: async (buffer) => Buffer.from(zstd.decompress(buffer)),
      });
    }),
};
const compression = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
}[codec];

async function write() {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  await producer.send({ topic, compression, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

/** Reads as a member of the group until it has as many; commits what it has read. */
async function read(wanted) {
  const consumer = kafka.consumer({ groupId: topic });
  const found = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((done, fail) => {
    consumer.on(consumer.events.CRASH, (event) => fail(event.payload.error));
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ message, partition }) => {
          if (found.length === wanted) return;
          found.push(message.value.toString());
          if (found.length === wanted) {
            const offset = (BigInt(message.offset) + 1n).toString();
            await consumer.commitOffsets([{ topic, partition, offset }]);
            done();
          }
        },
      })
      .catch(fail);
  });
  await consumer.disconnect();
  return found;
}

function report(ok, what) {
  console.log(`kafkajs ${ok ? 'ok' : 'FAILED'}: ${codec} ${what}`);
  if (!ok) process.exitCode = 1;
}

async function main() {
  if (install[codec]) install[codec]();
  await write();
  report(true, 'written, topic made');
  const first = await read(count * 0.4);
  const rest = await read(count * 0.6);
  report(first.concat(rest).every((value, i) => value === values[i]), 'read, resumed from the committed offset');
}

main()
  .catch((error) => report(false, `failed: ${error.message}`))
  .finally(() => process.exit());
