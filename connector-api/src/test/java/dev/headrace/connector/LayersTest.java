package dev.headrace.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class LayersTest {

  private final JavaClasses api =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.headrace.connector");

  @Test
  void authorsSeeNothingButJavaAndAvro() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "dev.headrace.connector..", "org.apache.avro..", "org.jspecify..")
        .check(api);
  }

  @Test
  void configurationsKnowNothingOfConnectors() {
    noClasses()
        .that()
        .resideInAPackage("dev.headrace.connector.config")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.headrace.connector")
        .check(api);
  }
}
