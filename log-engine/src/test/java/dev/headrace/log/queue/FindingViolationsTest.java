package dev.headrace.log.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.queue.Event.Ending;
import dev.headrace.log.queue.Event.Polled;
import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Event.Sent;
import dev.headrace.log.queue.Event.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule finds what breaks it, and that alone. */
class FindingViolationsTest {

  /** Two committed transactions, of which the second read the first, and an aborted one. */
  private static final Event FIRST =
      sent("a", Ending.COMMITTED, List.of(), Write.at(0, 0, 10), Write.at(1, 0, 11));

  private static final Event SECOND =
      sent("b", Ending.COMMITTED, List.of(new Read(0, 0, 10)), Write.at(0, 3, 20));
  private static final Event ABORTED = sent("a", Ending.ABORTED, List.of(), Write.at(0, 5, 30));
  private static final Event END =
      polled("c", 0, new Read(0, 0, 10), new Read(1, 0, 11), new Read(0, 3, 20));

  @Test
  void aGoodHistoryBreaksNoRule() {
    History history =
        History.of(
            FIRST,
            SECOND,
            ABORTED,
            sent("d", Ending.UNKNOWN, List.of(), Write.somewhere(1, 40), Write.at(1, 7, 41)),
            new Polled("e", false, 0, List.of(new Read(0, 3, 20), new Read(0, 5, 30))),
            polled("e", 1, new Read(0, 0, 10)),
            END);

    assertThat(Rule.all()).allSatisfy(rule -> assertThat(rule.violations(history)).isEmpty());
  }

  @Test
  void anAbortedValueThatIsRead() {
    onlyBreaks(
        AbortedIsNeverRead.class,
        History.of(FIRST, SECOND, ABORTED, END, polled("e", 0, new Read(0, 5, 30))));
  }

  @Test
  void anAbortedValueThatATransactionReads() {
    onlyBreaks(
        AbortedIsNeverRead.class,
        History.of(
            FIRST, SECOND, ABORTED, END, sent("d", Ending.ABORTED, List.of(new Read(0, 5, 30)))));
  }

  @Test
  void twoValuesAtOneOffset() {
    Event another = new Polled("e", false, 0, List.of(new Read(0, 3, 99)));

    onlyBreaks(AllAgreeOnOffsets.class, History.of(FIRST, SECOND, END, another));
  }

  @Test
  void anAcknowledgedOffsetWhereAnotherValueIs() {
    Event acknowledged = sent("d", Ending.UNKNOWN, List.of(), Write.at(1, 0, 50));

    onlyBreaks(AllAgreeOnOffsets.class, History.of(FIRST, SECOND, END, acknowledged));
  }

  @Test
  void anAcknowledgedValueThatNobodyReads() {
    Event lost = sent("d", Ending.COMMITTED, List.of(), Write.at(1, 4, 50));

    onlyBreaks(AcknowledgedIsRead.class, History.of(FIRST, SECOND, lost, END));
  }

  @Test
  void twoTransactionsThatReadEachOther() {
    Event one = sent("d", Ending.COMMITTED, List.of(new Read(0, 7, 60)), Write.at(0, 6, 50));
    Event other = sent("e", Ending.COMMITTED, List.of(new Read(0, 6, 50)), Write.at(0, 7, 60));

    onlyBreaks(
        InformationFlowsOneWay.class,
        History.of(
            FIRST,
            SECOND,
            END,
            one,
            other,
            polled("c", 0, new Read(0, 6, 50), new Read(0, 7, 60))));
  }

  @Test
  void aTransactionThatReadsWhatItsProcessWritesLater() {
    Event early = sent("d", Ending.COMMITTED, List.of(new Read(0, 7, 60)));
    Event late = sent("d", Ending.COMMITTED, List.of(), Write.at(0, 7, 60));

    onlyBreaks(
        InformationFlowsOneWay.class,
        History.of(FIRST, SECOND, END, early, late, polled("c", 0, new Read(0, 7, 60))));
  }

  @Test
  void aPollThatSkips() {
    onlyBreaks(
        PollsSkipNothing.class,
        History.of(
            FIRST,
            SECOND,
            END,
            sent("d", Ending.COMMITTED, List.of(), Write.at(0, 6, 50)),
            polled("c", 0, new Read(0, 6, 50)),
            polled("e", 0, new Read(0, 0, 10), new Read(0, 6, 50))));
  }

  @Test
  void aPollThatSkipsWhatThePollBeforeCameTo() {
    onlyBreaks(
        PollsSkipNothing.class,
        History.of(
            FIRST,
            SECOND,
            END,
            sent("d", Ending.COMMITTED, List.of(), Write.at(0, 6, 50)),
            polled("c", 0, new Read(0, 6, 50)),
            polled("e", 0, new Read(0, 0, 10)),
            polled("e", 0, new Read(0, 6, 50))));
  }

  @Test
  void aPollThatGoesBack() {
    onlyBreaks(
        PollsSkipNothing.class,
        History.of(FIRST, SECOND, END, polled("e", 0, new Read(0, 3, 20), new Read(0, 0, 10))));
  }

  @Test
  void writesOfATransactionOutOfOrder() {
    onlyBreaks(
        WritesKeepTheirOrder.class,
        History.of(
            FIRST,
            SECOND,
            sent("d", Ending.COMMITTED, List.of(), Write.at(1, 4, 50), Write.somewhere(1, 51)),
            END,
            polled("c", 0, new Read(1, 3, 51), new Read(1, 4, 50))));
  }

  @Test
  void writesOfAProcessOutOfOrder() {
    onlyBreaks(
        WritesKeepTheirOrder.class,
        History.of(
            FIRST,
            SECOND,
            END,
            sent("d", Ending.COMMITTED, List.of(), Write.at(1, 4, 50)),
            sent("d", Ending.COMMITTED, List.of(), Write.at(1, 3, 51)),
            polled("c", 0, new Read(1, 3, 51), new Read(1, 4, 50))));
  }

  @Test
  void aTransactionOfWhichAPartIsRead() {
    onlyBreaks(
        TransactionsAreReadWhole.class,
        History.of(
            FIRST,
            SECOND,
            END,
            sent("d", Ending.UNKNOWN, List.of(), Write.at(1, 4, 50), Write.at(0, 6, 51)),
            polled("c", 0, new Read(1, 4, 50))));
  }

  @Test
  void aTransactionThatReadsItself() {
    Event own = sent("d", Ending.COMMITTED, List.of(new Read(1, 4, 50)), Write.at(1, 4, 50));
    History history = History.of(FIRST, SECOND, END, own, polled("c", 0, new Read(1, 4, 50)));

    assertThat(new OwnWritesAreNotReadEarly().violations(history)).hasSize(1);
    assertThat(new InformationFlowsOneWay().violations(history)).hasSize(1);
  }

  @Test
  void aValueThatIsThereTwice() {
    onlyBreaks(
        ValuesAreThereOnce.class,
        History.of(FIRST, SECOND, END, polled("c", 0, new Read(0, 6, 20))));
  }

  private static void onlyBreaks(Class<? extends Rule> broken, History history) {
    assertThat(Rule.all())
        .allSatisfy(
            rule ->
                assertThat(rule.violations(history).isEmpty())
                    .as("%s holds: %s", rule, rule.violations(history))
                    .isEqualTo(!broken.isInstance(rule)));
  }

  private static Event sent(String process, Ending ending, List<Read> reads, Write... writes) {
    return new Sent(process, ending, reads, List.of(writes));
  }

  private static Event polled(String process, int stretch, Read... reads) {
    return new Polled(process, true, stretch, List.of(reads));
  }
}
