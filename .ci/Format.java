import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java file below a folder with google-java-format, or checks that it is formatted.
 *
 * <p>{@code java Format.java check|write FOLDER}; exit code 1 when a check finds a difference.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean write = arguments[0].equals("write");
    Path folder = Path.of(arguments[1]);
    List<Path> different = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path file : javaFiles(folder)) {
        String source = Files.readString(file);
        String formatted = new Formatter().formatSourceAndFixImports(source);
        if (!formatted.equals(source)) {
          different.add(file);
          if (write) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    if (!write && !different.isEmpty()) {
      different.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Run: mvn -q -N -Dformat validate");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().contains("/src/") && file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
