package dev.headrace.log;

import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.storage.DiskBudget;
import java.util.List;

/** The settings of a node that no topic falls back to, as {@code DescribeConfigs} shows them. */
final class ShownSettings {

  private ShownSettings() {}

  static List<Entry> of(EngineSettings settings) {
    DiskBudget disk = settings.disk();
    return List.of(
        number(
            "log.disk.min.free.bytes",
            disk.minFreeBytes(),
            DiskBudget.DEFAULTS.minFreeBytes(),
            "Writes are refused when fewer bytes are free; sources wait before that."),
        number(
            "log.disk.max.bytes",
            disk.maxBytes().orElse(-1),
            DiskBudget.DEFAULTS.maxBytes().orElse(-1),
            "Writes are refused when the partitions hold so many bytes; -1 for no limit."));
  }

  private static Entry number(String name, long value, long byDefault, String documentation) {
    return new Entry(
        name,
        Long.toString(value),
        TopicConfigs.Type.LONG,
        value == byDefault ? TopicConfigs.Source.DEFAULT : TopicConfigs.Source.NODE,
        documentation);
  }
}
