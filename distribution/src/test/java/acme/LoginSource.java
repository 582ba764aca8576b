package acme;

import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.Plan;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes one record for each time it is opened: whether it was given the right secret. */
public final class LoginSource
    implements SourceConnector<LoginSource.Settings, LoginSource.Door, LoginSource.Times> {

  /** Its settings. */
  public record Settings(@Doc("Opens the door.") Secret login) {}

  /** The only partition. */
  public record Door(String name) {}

  /** How often it was opened. */
  public record Times(long opened) {}

  private static final Secret RIGHT = Secret.of("hunter2");

  @Override
  public String name() {
    return "login-source";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Tells whether it was given the right secret.";
  }

  @Override
  public Class<Settings> configuration() {
    return Settings.class;
  }

  @Override
  public Class<Door> partition() {
    return Door.class;
  }

  @Override
  public Class<Times> position() {
    return Times.class;
  }

  @Override
  public Plan<Door> plan(Settings settings, Map<Door, Times> known, SourceContext context) {
    return Plan.fixed(List.of(new Door("front")));
  }

  @Override
  public SourceReader<Times> open(
      Settings settings, Door door, Optional<Times> before, SourceContext context) {
    long times = before.map(Times::opened).orElse(0L) + 1;
    return new Reader(settings.login().equals(RIGHT), times);
  }

  private static final class Reader implements SourceReader<Times> {

    private final boolean open;
    private final long times;
    private boolean told;

    Reader(boolean open, long times) {
      this.open = open;
      this.times = times;
    }

    @Override
    public Next read(Output<Times> out) {
      if (!told) {
        byte[] text = (times + (open ? ": open" : ": shut")).getBytes(StandardCharsets.UTF_8);
        out.bytes(text, 0, text.length);
        out.position(new Times(times));
        told = true;
      }
      return new Next.Idle(Duration.ofMinutes(1));
    }

    @Override
    public void close() {}
  }
}
