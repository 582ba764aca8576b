package dev.headrace.connectors.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class LayersTest {

  private static final String HERE = "dev.headrace.connectors.jdbc";

  private final JavaClasses connector =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HERE);

  @Test
  void knowsNothingOfHeadraceButTheConnectorApi() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.sql..",
            "com.zaxxer.hikari..",
            "org.apache.avro..",
            "org.jdbi..",
            "org.jspecify..",
            "org.postgresql..",
            "org.slf4j..",
            "dev.headrace.connector",
            "dev.headrace.connector.config",
            HERE + "..")
        .check(connector);
  }

  @Test
  void buildsSourceAndSinkApartOnOneFoundation() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("connectors")
        .definedBy(HERE)
        .layer("source")
        .definedBy(HERE + ".source..")
        .layer("sink")
        .definedBy(HERE + ".sink..")
        .layer("dialect")
        .definedBy(HERE + ".dialect..")
        .layer("connection")
        .definedBy(HERE + ".connection..")
        .layer("rows")
        .definedBy(HERE + ".rows..")
        .layer("catalog")
        .definedBy(HERE + ".catalog..")
        .layer("types")
        .definedBy(HERE + ".types..")
        .whereLayer("connectors")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("connectors")
        .whereLayer("sink")
        .mayOnlyBeAccessedByLayers("connectors")
        .whereLayer("rows")
        .mayOnlyBeAccessedByLayers("source", "sink")
        .whereLayer("catalog")
        .mayOnlyBeAccessedByLayers("source", "sink")
        .whereLayer("dialect")
        .mayOnlyBeAccessedByLayers("source", "sink", "catalog")
        .whereLayer("connection")
        .mayOnlyBeAccessedByLayers("connectors", "source", "sink", "catalog", "rows", "dialect")
        .check(connector);
  }
}
