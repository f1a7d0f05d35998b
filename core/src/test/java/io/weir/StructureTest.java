package io.weir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class StructureTest {
    private final JavaClasses core =
            new ClassFileImporter(java.util.List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.weir");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.weir.(**)").should().beFreeOfCycles().check(core);
    }

    @Test
    void onlyKryoAndSlf4jAreNeeded() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.weir..", "java..", "javax..", "com.esotericsoftware.kryo.kryo5..", "org.slf4j..")
                .check(core);
    }
}
