package dev.headrace.log.storage;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system may say of a file. The JDK hands on its words and not its number, and
 * the words are those of the language that the process was started in; so the system is asked once
 * which they are.
 */
enum SystemError {
  NO_SPACE(28, "no space left"),
  QUOTA_USED_UP(122, "quota exceeded"),
  READ_ONLY(30, "read-only file system"),
  DISK_FAILED(5, "input/output error");

  private static final Logger LOG = LoggerFactory.getLogger(SystemError.class);

  /** Linux's number. */
  private final int number;

  private final String english;

  SystemError(int number, String english) {
    this.number = number;
    this.english = english;
  }

  /**
   * Whether a file could not be opened for a reason that may pass by itself and says nothing of
   * what is on the disk, as when too many are open.
   */
  static boolean mayPass(IOException failure) {
    return failure instanceof FileSystemException && !DISK_FAILED.isMeantBy(failure);
  }

  boolean isMeantBy(IOException failure) {
    return isIn(String.valueOf(failure.getMessage()), Words.OF_SYSTEM);
  }

  /**
   * @param words of the system for a number; empty where it does not tell
   */
  boolean isIn(String message, IntFunction<Optional<String>> words) {
    return message.toLowerCase(Locale.ROOT).contains(english)
        || words.apply(number).filter(message::contains).isPresent();
  }

  /** Asked for when something has failed, never before. */
  static final class Words {

    static final IntFunction<Optional<String>> OF_SYSTEM = Words::of;

    private static final Optional<MethodHandle> STRERROR = strerror();
    private static final Charset CHARSET =
        Charset.forName(System.getProperty("sun.jnu.encoding"), StandardCharsets.UTF_8);

    private Words() {}

    @SuppressWarnings("restricted") // A function of the C library is called.
    private static Optional<String> of(int number) {
      if (STRERROR.isEmpty()) {
        return Optional.empty();
      }
      try {
        MemorySegment words = (MemorySegment) STRERROR.get().invokeExact(number);
        byte[] bytes =
            words
                .reinterpret(Long.MAX_VALUE)
                .getString(0, StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(new String(bytes, CHARSET)).filter(it -> !it.isBlank());
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    @SuppressWarnings("restricted") // A function of the C library is called.
    private static Optional<MethodHandle> strerror() {
      if (!System.getProperty("os.name").equals("Linux")) {
        return Optional.empty(); // Other systems have other numbers.
      }
      try {
        Linker linker = Linker.nativeLinker();
        MethodHandle strerror =
            linker.downcallHandle(
                linker.defaultLookup().find("strerror").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        return Optional.of(strerror);
      } catch (RuntimeException e) {
        LOG.warn("only English messages of the system are understood", e);
        return Optional.empty();
      }
    }
  }
}
