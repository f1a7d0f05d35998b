package io.weir.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructureTest {
    private final JavaClasses runtime =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.weir.runtime");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.weir.runtime.(**)").should().beFreeOfCycles().check(runtime);
    }

    @Test
    void theRuntimeKnowsNoApiAndNoHadoop() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.weir.datastream..", "io.weir.dataset..", "org.apache.hadoop..")
                .check(runtime);
    }

    @Test
    void onlyTheTransportKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.weir.runtime.rpc..", "io.weir.runtime.security..", "io.weir.runtime.network.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(runtime);
    }

    @Test
    void exitsAndSleepsStayOutOfTheRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.weir.runtime.entrypoint..")
                .and()
                .doNotHaveSimpleName("LocalZooKeeper") // a main class
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(runtime);
    }
}
