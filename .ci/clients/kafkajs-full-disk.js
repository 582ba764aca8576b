// Sends while the disk is full, with the defaults of the client, which tries for some 9 s, and waits until that is taken.
const { Kafka, logLevel } = require('kafkajs');

const kafka = new Kafka({ clientId: 'check', brokers: [process.env.HEADRACE_KAFKA], logLevel: logLevel.NOTHING });

async function run() {
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: 10 }, (_, i) => ({ value: `${i + 1}` }));
  await producer.send({ topic: 'waiting-kafkajs', messages });
  await producer.disconnect();
}

run().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
