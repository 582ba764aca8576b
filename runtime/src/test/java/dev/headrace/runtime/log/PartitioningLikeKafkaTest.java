package dev.headrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** A key meets its like in one partition, whether we write it or Kafka's own client does. */
class PartitioningLikeKafkaTest {

  @Test
  void anyKeyHashesAsInKafka() {
    Random random = new Random(42);
    for (int length = 0; length < 300; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      assertThat(KeyPartitioner.murmur2(key, 0, length)).isEqualTo(Utils.murmur2(key));
      assertThat(KeyPartitioner.partition(key, 0, length, 7))
          .isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 7);
    }
  }

  @Test
  void aKeyWithinALargerArrayHashesAsByItself() {
    // Given
    byte[] array = "..orders-17..".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] key = "orders-17".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    // When
    int hash = KeyPartitioner.murmur2(array, 2, key.length);

    // Then
    assertThat(hash).isEqualTo(KeyPartitioner.murmur2(key, 0, key.length));
  }
}
