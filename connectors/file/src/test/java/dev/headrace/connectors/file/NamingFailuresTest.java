package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each failure of the file system is named for the user, with what to do and whether to retry. */
final class NamingFailuresTest {

  private static final Path PATH = Path.of("out/orders.json");

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatToDo(IOException failure, String code, ConnectorException.Kind kind) {
    // When
    ConnectorException named = FileFailure.of(PATH, failure);

    // Then
    assertThat(named.reason().code()).isEqualTo(code);
    assertThat(named.kind()).isEqualTo(kind);
    assertThat(named.reason().what()).contains(PATH.toString());
    assertThat(named.reason().next()).isNotBlank();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new AccessDeniedException("x"),
            "file.access-denied",
            ConnectorException.Kind.CONFIGURATION),
        Arguments.of(
            new NoSuchFileException("x"), "file.not-found", ConnectorException.Kind.CONFIGURATION),
        Arguments.of(
            new NotDirectoryException("x"),
            "file.no-directory",
            ConnectorException.Kind.CONFIGURATION),
        Arguments.of(
            new FileSystemException("x", null, "Not a directory"),
            "file.no-directory",
            ConnectorException.Kind.CONFIGURATION),
        Arguments.of(
            new FileSystemException("x", null, "Read-only file system"),
            "file.read-only",
            ConnectorException.Kind.CONFIGURATION),
        Arguments.of(
            new FileSystemException("x", null, "Is a directory"),
            "file.is-directory",
            ConnectorException.Kind.CONFIGURATION),
        Arguments.of(
            new IOException("No space left on device"),
            "file.disk-full",
            ConnectorException.Kind.TRANSIENT),
        Arguments.of(
            new ClosedByInterruptException(),
            "file.interrupted",
            ConnectorException.Kind.TRANSIENT),
        Arguments.of(
            new IOException("Input/output error"),
            "file.failed",
            ConnectorException.Kind.UNEXPECTED));
  }
}
