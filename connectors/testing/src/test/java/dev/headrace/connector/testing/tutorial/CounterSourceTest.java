package dev.headrace.connector.testing.tutorial;

import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.testing.SourceContract;
import dev.headrace.connector.testing.tutorial.CounterSource.Counter;
import dev.headrace.connector.testing.tutorial.CounterSource.Position;
import dev.headrace.connector.testing.tutorial.CounterSource.Settings;
import java.util.stream.IntStream;

final class CounterSourceTest extends SourceContract<Settings, Counter, Position> {

  @Override
  protected SourceConnector<Settings, Counter, Position> connector() {
    return new CounterSource();
  }

  @Override
  protected Filled<Settings> fill(int count) {
    IntStream numbers = IntStream.rangeClosed(1, count);
    return new Filled<>(
        new Settings(count), numbers.mapToObj(number -> "number " + number).toList());
  }
}
