package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskingForTopicsIT {

  @TempDir private Path directory;

  @Test
  void topicsAreCreatedFilledReadDescribedAndDeleted() throws Exception {
    Files.writeString(directory.resolve("words.txt"), "eins\nzwei\ndreißig\n");
    Files.writeString(
        directory.resolve("in.json"),
        """
        {"name": "in", "config": {"connector.class": "file-source", "path": "words.txt",
          "format": "lines", "topic": "words", "key.format": "bytes", "value.format": "text"}}
        """);
    assertThat(runOnce()).contains("3 records", "stopped:");

    try (Headrace _ = Headrace.node(directory)) {
      assertThat(topics("create", "other", "--partitions", "2")).isEqualTo("created other\n");
      assertThat(topics("list")).contains("other\n", "words\n");
      assertThat(topics("read", "words")).isEqualTo("eins\nzwei\ndreißig\n");
      assertThat(topics("read", "words", "--max", "1", "--offsets")).isEqualTo("0:0\teins\n");
      assertThat(topics("read", "words", "--from", "2", "--json"))
          .contains("\"offset\":2", "\"value\":\"dreißig\"");
      assertThat(topics("describe", "other")).contains("partition 1: offsets 0 to 0");
      assertThat(topics("write", "other", "words.txt", "--partition", "1"))
          .isEqualTo("wrote 3 records to other\n");
      assertThat(topics("read", "other", "--partition", "1")).isEqualTo("eins\nzwei\ndreißig\n");
      assertThat(topics("delete", "other")).isEqualTo("deleted other\n");
      assertThat(topics("list")).doesNotContain("other");

      Headrace writing = Headrace.start(directory, "topics", "write", "words", "nowhere.txt");
      assertThat(writing.exitCode()).isEqualTo(2);
      assertThat(writing.errors()).contains("file.unreadable", "nowhere.txt");

      Headrace unknown = Headrace.start(directory, "topics", "read", "nothing");
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.errors()).contains("There is no topic nothing");
    }
  }

  @Test
  void avroIsReadAsJson() throws Exception {
    Files.writeString(directory.resolve("orders.jsonl"), "{\"id\":1,\"customer\":\"Jürgen\"}\n");
    Files.writeString(
        directory.resolve("in.json"),
        """
        {"name": "in", "config": {"connector.class": "file-source", "path": "orders.jsonl",
          "format": "json", "topic": "orders", "value.format": "avro"}}
        """);
    runOnce();

    try (Headrace _ = Headrace.node(directory)) {
      assertThat(topics("read", "orders")).isEqualTo("{\"id\":1,\"customer\":\"Jürgen\"}\n");
      assertThat(topics("read", "orders", "--json"))
          .contains("\"value\":{\"id\":1,\"customer\":\"Jürgen\"}");
    }
  }

  @Test
  void aSchemaIsPinnedShownAndUnpinned() throws Exception {
    Files.writeString(
        directory.resolve("order.avsc"),
        """
        {"type": "record", "name": "Order", "fields": [
          {"name": "id", "type": "long"},
          {"name": "price", "type": ["null",
            {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}]}]}
        """);
    try (Headrace _ = Headrace.node(directory)) {
      topics("create", "orders");
      Headrace none = Headrace.start(directory, "topics", "schema", "orders");
      assertThat(none.exitCode()).isEqualTo(1);
      assertThat(none.errors()).contains("schema.unknown", "pin one");

      String shown =
          "values of orders: pinned, revision 1\n  id     long\n  price  decimal(10,2)?\n";
      assertThat(topics("schema", "orders", "--pin", "order.avsc")).isEqualTo(shown);
      assertThat(topics("schema", "orders")).isEqualTo(shown);
      assertThat(topics("schema", "orders", "--json"))
          .contains("\"origin\":\"pinned\"", "\"logicalType\":\"decimal\"");
      assertThat(topics("schema", "orders", "--unpin"))
          .isEqualTo("nothing is known of the values of orders any more\n");

      Headrace wrong =
          Headrace.start(directory, "topics", "schema", "orders", "--pin", "none.avsc");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.errors()).contains("file.unreadable", "none.avsc");
    }
  }

  @Test
  void withoutANodeItSaysHowToHaveOne() throws Exception {
    Headrace list = Headrace.start(directory, "topics", "list");

    assertThat(list.exitCode()).isEqualTo(3);
    assertThat(list.errors()).contains("node.none", "headrace run");
  }

  /** Moves all that is there, and ends. */
  private String runOnce() throws Exception {
    Headrace once =
        Headrace.start(
            directory,
            "run",
            "in.json",
            "--once",
            "--kafka",
            "127.0.0.1:0",
            "--rest",
            "127.0.0.1:0");
    assertThat(once.exitCode()).as(once.errors()).isZero();
    return once.output();
  }

  private String topics(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 1];
    all[0] = "topics";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Headrace command = Headrace.start(directory, all);
    assertThat(command.exitCode()).as(command.errors()).isZero();
    return command.output();
  }
}
