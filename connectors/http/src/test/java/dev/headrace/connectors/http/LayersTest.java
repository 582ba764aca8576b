package dev.headrace.connectors.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class LayersTest {

  private static final String HTTP = "dev.headrace.connectors.http";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HTTP);

  @Test
  void knowsNothingOfHeadraceButTheConnectorApi() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl",
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "io.vertx..",
            "org.slf4j..",
            "org.jspecify..",
            "dev.headrace.connector",
            "dev.headrace.connector.config",
            HTTP + "..")
        .check(classes);
  }

  @Test
  void keepsConnectorsApartFromEachOther() {
    String[] connectors = {"source", "sink", "webhook"};
    for (String one : connectors) {
      for (String other : connectors) {
        if (!one.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(HTTP + "." + one)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(HTTP + "." + other)
              .allowEmptyShould(true)
              .check(classes);
        }
      }
    }
  }

  @Test
  void sharesWhatKnowsNoConnector() {
    noClasses()
        .that()
        .resideInAnyPackage(HTTP + ".client", HTTP + ".json", HTTP + ".template")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HTTP + ".source", HTTP + ".sink", HTTP + ".webhook")
        .check(classes);
  }

  @Test
  void listensInOnePlaceOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HTTP + ".webhook")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(classes);
  }
}
