package dev.headrace.connector.config;

import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type whose values are written as one text.
 *
 * @param expected the written form in words, as it ends the sentence "expected is …"
 * @param allowed the values there are, when they can be listed
 * @param parse throws {@link IllegalArgumentException} for any other form
 */
record Scalar(
    Setting.Type type, String expected, List<String> allowed, Function<String, Object> parse) {

  private static final Map<Class<?>, Scalar> BUILT_IN =
      Map.ofEntries(
          Map.entry(String.class, of(Setting.Type.TEXT, "text", text -> text)),
          Map.entry(Secret.class, of(Setting.Type.SECRET, "text", Secret::of)),
          Map.entry(char.class, of(Setting.Type.CHARACTER, "one character", Scalar::character)),
          Map.entry(int.class, wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer::valueOf)),
          Map.entry(long.class, wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE, Long::valueOf)),
          Map.entry(double.class, trimmed(Setting.Type.NUMBER, "a number", Scalar::finite)),
          Map.entry(
              boolean.class, trimmed(Setting.Type.BOOLEAN, "true or false", Scalar::trueOrFalse)),
          Map.entry(
              Duration.class,
              trimmed(Setting.Type.DURATION, DurationText.EXPECTED, DurationText::parse)),
          Map.entry(
              DataSize.class,
              trimmed(
                  Setting.Type.DATA_SIZE,
                  "a data size such as 64KiB, 1MB, or plain bytes",
                  DataSize::parse)),
          Map.entry(Path.class, of(Setting.Type.PATH, "a path", Path::of)),
          Map.entry(
              URI.class, trimmed(Setting.Type.URI, "a URI such as https://host/path", URI::create)),
          Map.entry(
              Charset.class,
              trimmed(
                  Setting.Type.CHARSET,
                  "a character encoding such as UTF-8 or ISO-8859-1",
                  Charset::forName)));

  /** The scalar for a type, boxed or not; empty when the type is none. */
  static Optional<Scalar> of(Class<?> type) {
    return type.isEnum()
        ? Optional.of(choice(type))
        : Optional.ofNullable(BUILT_IN.get(MethodType.methodType(type).unwrap().returnType()));
  }

  private static Scalar of(Setting.Type type, String expected, Function<String, Object> parse) {
    return new Scalar(type, expected, List.of(), parse);
  }

  private static Scalar trimmed(
      Setting.Type type, String expected, Function<String, Object> parse) {
    return of(type, expected, text -> parse.apply(text.trim()));
  }

  private static Scalar wholeNumber(long least, long greatest, Function<String, Object> parse) {
    String expected = "a whole number from " + least + " to " + greatest;
    return trimmed(Setting.Type.WHOLE_NUMBER, expected, parse);
  }

  private static Scalar choice(Class<?> enumType) {
    List<String> names =
        Arrays.stream(enumType.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
            .toList();
    return new Scalar(
        Setting.Type.CHOICE,
        "one of " + String.join(", ", names),
        names,
        text -> {
          int index = names.indexOf(text.trim().toLowerCase(Locale.ROOT));
          if (index < 0) {
            throw new IllegalArgumentException("none of " + names);
          }
          return enumType.getEnumConstants()[index];
        });
  }

  private static Object character(String text) {
    return switch (text) {
      case "\\t" -> '\t';
      case String one when one.length() == 1 -> one.charAt(0);
      default -> throw new IllegalArgumentException("not one character");
    };
  }

  private static Object finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("not a finite number");
    }
    return number;
  }

  private static Object trueOrFalse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
