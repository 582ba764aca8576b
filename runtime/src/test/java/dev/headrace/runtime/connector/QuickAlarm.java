package dev.headrace.runtime.connector;

import java.time.Duration;

/** An alarm on whose watch time flies: what is asked for comes twenty times as soon. */
final class QuickAlarm implements Alarm {

  private final SystemAlarm alarm = new SystemAlarm();

  @Override
  public Ticket after(Duration delay, Runnable what) {
    return alarm.after(delay.dividedBy(20), what);
  }

  @Override
  public void close() {
    alarm.close();
  }
}
