package dev.headrace.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin's jar, compiled from source by the test that needs it. */
final class PluginJar {

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> services = new ArrayList<>();
  private final List<String> drivers = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  /** A source connector whose name and version are expressions of Java. */
  PluginJar connector(String className, String name, String version) {
    services.add("acme." + className);
    return source(
        className,
        """
        package acme;
        import dev.headrace.connector.*;
        import dev.headrace.connector.config.*;
        import java.util.*;
        public class %s implements SourceConnector<%1$s.Settings, %1$s.Part, %1$s.Place> {
          public record Settings(@Doc("Where.") String path) {}
          public record Part(String name) {}
          public record Place(long at) {}
          public String name() { return %s; }
          public String version() { return %s; }
          public String summary() { return "A test."; }
          public Class<Settings> configuration() { return Settings.class; }
          public Class<Part> partition() { return Part.class; }
          public Class<Place> position() { return Place.class; }
          public Plan<Part> plan(Settings s, Map<Part, Place> known, SourceContext c) {
            return Plan.fixed(List.of());
          }
          public SourceReader<Place> open(
              Settings s, Part part, Optional<Place> place, SourceContext c) {
            throw new UnsupportedOperationException();
          }
        }
        """
            .formatted(className, name, version));
  }

  /** A JDBC driver that takes URLs with a beginning, and connects to nothing. */
  PluginJar driver(String className, String beginning) {
    drivers.add("acme." + className);
    return source(
        className,
        """
        package acme;
        import java.sql.*;
        import java.util.Properties;
        public class %s implements Driver {
          public Connection connect(String url, Properties properties) throws SQLException {
            throw new SQLException(
                "asked through " + Thread.currentThread().getContextClassLoader().getName());
          }
          public boolean acceptsURL(String url) { return url.startsWith("%s"); }
          public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
          }
          public int getMajorVersion() { return 2; }
          public int getMinorVersion() { return 7; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }
        """
            .formatted(className, beginning));
  }

  PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  PluginJar service(String line) {
    services.add(line);
    return this;
  }

  /** Compiles with this class, but leaves it out of the jar. */
  PluginJar without(String className) {
    leftOut.add(className);
    return this;
  }

  void writeTo(Path jar) throws IOException {
    Path classes = Files.createDirectories(jar.resolveSibling(jar.getFileName() + ".classes"));
    compile(classes);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (leftOut.stream().noneMatch(name -> file.endsWith(name + ".class"))) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          out.write(Files.readAllBytes(file));
        }
      }
      out.putNextEntry(new JarEntry("META-INF/services/dev.headrace.connector.Connector"));
      out.write(String.join("\n", services).getBytes(StandardCharsets.UTF_8));
      if (!drivers.isEmpty()) {
        out.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
        out.write(String.join("\n", drivers).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void compile(Path classes) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Text(name, text)));
    boolean compiled =
        compiler
            .getTask(
                null,
                null,
                null,
                List.of(
                    "-d",
                    classes.toString(),
                    "-proc:none",
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                units)
            .call();
    assertThat(compiled).isTrue();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String className, String text) {
      super(URI.create("string:///acme/" + className + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
