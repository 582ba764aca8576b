package dev.headrace.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A user without rights of its own, to start a {@code bin/headrace} as: nobody where the tests run
 * as root, whom no permission stops, else the one who runs the tests.
 *
 * @param home what this user can start
 * @param before the program that makes a command this user's
 */
record PlainUser(Path home, List<String> before) {

  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  /**
   * @param directory takes a copy of the program where this user cannot reach the checkout
   */
  static PlainUser in(Path directory) throws IOException, InterruptedException {
    open(directory);
    if (!isRoot()) {
      return new PlainUser(Headrace.HOME, List.of());
    }
    Assumptions.assumeTrue(
        canBe("-x", Path.of(System.getProperty("java.home"), "bin/java")),
        "there is no setpriv, or no other user may start this Java");
    Path home = canBe("-r", jars(Headrace.HOME)) ? Headrace.HOME : release(directory);
    return new PlainUser(home, AS_NOBODY);
  }

  Headrace start(Path directory, String... arguments) throws IOException {
    return Headrace.start(home, directory, before, arguments);
  }

  /** Lets every user into a directory. */
  static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Keeps every user but its owner and root out of a file or directory, and its owner too. */
  static void shut(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
  }

  private static boolean isRoot() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
  }

  private static boolean canBe(String test, Path path) throws InterruptedException {
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(List.of("test", test, path.toString()));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSetpriv) {
      return false;
    }
  }

  private static Path jars(Path checkout) {
    return checkout.resolve("distribution/target/lib");
  }

  private static Path release(Path directory) throws IOException {
    Path release = Files.createDirectories(directory.resolve("release"));
    Path bin = Files.createDirectories(release.resolve("bin"));
    Files.copy(Headrace.HOME.resolve("bin/headrace"), bin.resolve("headrace"));
    Path lib = Files.createDirectories(release.resolve("lib"));
    try (var jars = Files.newDirectoryStream(jars(Headrace.HOME), "*.jar")) {
      for (Path jar : jars) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
      }
    }
    return release;
  }
}
