package dev.headrace.compatibility.tools;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Exit;

/**
 * A run of one of Kafka's command-line tools, inside this process: one at a time, since it takes
 * the process's input and output.
 *
 * @param output of both streams
 */
record KafkasTool(int exitCode, String output) {

  static KafkasTool run(Class<?> tool, String... arguments) throws Exception {
    return runTyping("", tool, arguments);
  }

  /**
   * @param input what somebody types
   */
  static synchronized KafkasTool runTyping(String input, Class<?> tool, String... arguments)
      throws Exception {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    Stage stage = new Stage();
    try (PrintStream told = new PrintStream(stage.output, true, StandardCharsets.UTF_8)) {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(told);
      System.setErr(told);
      Exit.setExitProcedure(stage::exit);
      Exit.setHaltProcedure(stage::exit);
      Exit.setShutdownHookAdder((_, hook) -> stage.hooks.add(hook));
      stage.play(tool.getMethod("main", String[].class), arguments);
      return stage.ended.orElseGet(() -> stage.ended(0));
    } finally {
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
      Exit.resetShutdownHookAdder();
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** What a tool takes for its process. */
  private static final class Stage {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<Runnable> hooks = new ArrayList<>();

    /** How it wanted to end first: some catch what stands for the end of the process. */
    private Optional<KafkasTool> ended = Optional.empty();

    void play(Method main, String... arguments) throws ReflectiveOperationException {
      try {
        main.invoke(null, (Object) arguments);
      } catch (InvocationTargetException e) {
        if (ended.isEmpty()) {
          throw e;
        }
      } finally {
        hooks.forEach(Runnable::run);
      }
    }

    void exit(int code, String message) {
      if (ended.isEmpty()) {
        ended = Optional.of(ended(code));
      }
      throw new IllegalStateException("exit code " + code + " " + message);
    }

    KafkasTool ended(int code) {
      return new KafkasTool(code, output.toString(StandardCharsets.UTF_8));
    }
  }
}
