package dev.headrace.connectors.jdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority and the keys whose certificates it has signed, made by the JDK's keytool. */
public final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes an authority, whose files are in {@code folder}. */
  public static Certificates make(Path folder) throws Exception {
    Certificates made = new Certificates(Files.createDirectories(folder));
    made.keytool(AUTHORITY, List.of("-ext", "bc:c"));
    return made;
  }

  /**
   * Makes a key with a certificate from this authority.
   *
   * @param extensions such as {@code san=dns:localhost}
   */
  public Certificates sign(String name, String... extensions) throws Exception {
    List<String> more = new ArrayList<>(List.of("-signer", AUTHORITY));
    for (String extension : extensions) {
      more.addAll(List.of("-ext", extension));
    }
    keytool(name, more);
    return this;
  }

  /** The authority's own certificate, in PEM. */
  public Path authority() throws Exception {
    return certificate(AUTHORITY);
  }

  /** The certificate of a key, in PEM. */
  public Path certificate(String name) throws Exception {
    return pem(name + ".crt", "CERTIFICATE", store().getCertificate(name).getEncoded());
  }

  /** A key in PEM, for its owner only, as servers demand. */
  public Path key(String name) throws Exception {
    return forOwner(pem(name + ".key", "PRIVATE KEY", encodedKey(name)));
  }

  /** A key in PKCS-8, as PostgreSQL's driver reads it. */
  public Path pkcs8(String name) throws Exception {
    return forOwner(Files.write(folder.resolve(name + ".pk8"), encodedKey(name)));
  }

  private byte[] encodedKey(String name) throws Exception {
    return store().getKey(name, PASSWORD.toCharArray()).getEncoded();
  }

  private void keytool(String name, List<String> more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-validity",
                "3650",
                "-dname",
                "CN=" + name + ",O=" + folder.getFileName(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                storeFile().toString()));
    command.addAll(more);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed: " + said);
    }
  }

  private Path storeFile() {
    return folder.resolve("keys.p12");
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(storeFile())) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private Path pem(String file, String kind, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }

  private static Path forOwner(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
