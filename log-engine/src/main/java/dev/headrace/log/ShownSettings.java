package dev.headrace.log;

import dev.headrace.log.broker.OffsetRetention;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.server.ListenerSettings;
import dev.headrace.log.server.ListenerSettings.Connections;
import dev.headrace.log.server.ListenerSettings.Requests;
import dev.headrace.log.server.ListenerSettings.Responses;
import dev.headrace.log.storage.DiskBudget;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The settings of a node that no topic falls back to, as {@code DescribeConfigs} shows them. */
final class ShownSettings {

  private ShownSettings() {}

  static List<Entry> of(EngineSettings settings) {
    DiskBudget disk = settings.disk();
    ListenerSettings listeners = settings.listeners();
    Connections connections = listeners.connections();
    Requests requests = listeners.requests();
    Responses responses = listeners.responses();
    OffsetRetention offsets = settings.keeping().offsets();
    return List.of(
        number(
            "offsets.retention.minutes",
            offsets.millis().map(TimeUnit.MILLISECONDS::toMinutes).orElse(-1L),
            -1,
            "Life of offsets of groups without members; -1 for ever."),
        number(
            "offsets.retention.check.interval.ms",
            offsets.checkIntervalMillis(),
            OffsetRetention.DEFAULTS.checkIntervalMillis(),
            "How often offsets are looked through."),
        number(
            "max.connections",
            connections.most(),
            Connections.DEFAULTS.most(),
            "Connections at one time; more are closed."),
        number(
            "max.connections.per.ip",
            connections.mostPerAddress(),
            Connections.DEFAULTS.mostPerAddress(),
            "Connections at one time from one address; more are closed."),
        number(
            "connections.max.idle.ms",
            connections.idle().toMillis(),
            Connections.DEFAULTS.idle().toMillis(),
            "A connection without traffic is closed after this time."),
        number(
            "socket.request.max.bytes",
            requests.mostBytes(),
            Requests.DEFAULTS.mostBytes(),
            "The longest request."),
        number(
            "queued.max.request.bytes",
            requests.totalBytes(),
            Requests.DEFAULTS.totalBytes(),
            "Memory for all requests that are being received."),
        number(
            "max.in.flight.requests.per.connection",
            requests.inFlight(),
            Requests.DEFAULTS.inFlight(),
            "Requests of a connection that may wait for their answers."),
        number(
            "request.receive.timeout.ms",
            requests.grace().toMillis(),
            Requests.DEFAULTS.grace().toMillis(),
            "How long a request may take to arrive, and a second for each 100 KiB."),
        number(
            "queued.max.response.bytes",
            responses.totalBytes(),
            Responses.DEFAULTS.totalBytes(),
            "Memory for all answers that wait to be sent."),
        number(
            "response.send.timeout.ms",
            responses.grace().toMillis(),
            Responses.DEFAULTS.grace().toMillis(),
            "A connection that takes nothing of its answers for so long is closed."),
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
