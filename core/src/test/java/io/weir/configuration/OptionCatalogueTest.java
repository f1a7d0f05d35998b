package io.weir.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import org.junit.jupiter.api.Test;

class OptionCatalogueTest {
    @Test
    void everyDescriptionIsASentence() {
        assertThat(OptionCatalogue.all()).hasSizeGreaterThan(60).allSatisfy(option -> assertThat(option.description())
                .as(option.key())
                .matches("(?s)[A-Z0-9].*\\.")
                .doesNotContain("  "));
        assertThat(OptionCatalogue.prefixes())
                .allSatisfy(prefix -> assertThat(prefix.description()).endsWith("."));
    }

    @Test
    void everyDefaultReadsBackAsItself() {
        assertThat(OptionCatalogue.all())
                .filteredOn(option -> option.defaultValue() != null)
                .allSatisfy(option -> assertThat((Object) option.parse(option.defaultText()))
                        .as(option.key())
                        .isEqualTo(option.defaultValue()));
    }

    @Test
    void noKeyIsAlsoTheBeginningOfAnotherSoThatNestedYamlCanHoldBoth() {
        assertThat(OptionCatalogue.all()).allSatisfy(option -> assertThat(OptionCatalogue.all())
                .noneMatch(other -> other.key().startsWith(option.key() + ".")));
    }

    @Test
    void refusesAnUnknownKeyWithTheNearestOne() {
        assertThat(problem("taskmanager.numberOfTaskSlot", "2"))
                .isEqualTo("There is no option 'taskmanager.numberOfTaskSlot'."
                        + " Did you mean 'taskmanager.numberOfTaskSlots'?");
        assertThat(problem("paralelism.default", "2")).contains("Did you mean 'parallelism.default'?");
        assertThat(problem("rpc.port", "1")).contains("'jobmanager.rpc.port'");
        assertThat(problem("containerised.master.env.LANG", "C")).contains("There is no option");
        assertThat(problem("totally.different.thing", "C")).isEqualTo("There is no option 'totally.different.thing'.");
    }

    @Test
    void tellsTheNewNameOfAKeyThatIsKnownElsewhere() {
        assertThat(problem("env.java.opts", "-Xint"))
                .isEqualTo("There is no option 'env.java.opts': it is called env.java.opts.all.");
    }

    @Test
    void allowsWhatAPrefixCovers() {
        assertThat(OptionCatalogue.problemOf("containerized.master.env.LANG", "C"))
                .isEmpty();
        assertThat(OptionCatalogue.problemOf("weir.hadoop.dfs.replication", "1"))
                .isEmpty();
        assertThat(OptionCatalogue.problemOf("containerized.master.env.", "C")).isPresent();
    }

    @Test
    void refusesAValueThatTheOptionDoesNotTake() {
        Configuration configuration = new Configuration().setString("parallelism.default", "0");
        assertThatThrownBy(() -> OptionCatalogue.check(configuration))
                .isInstanceOf(WeirException.class)
                .hasMessage("The option parallelism.default cannot be '0': it takes a whole number of at least 1.")
                .satisfies(e -> assertThat(((WeirException) e).code()).isEqualTo(ErrorCode.CONFIGURATION));
        assertThat(problem("jobmanager.rpc.port", "70000")).endsWith("it takes a port from 0 to 65535.");
        assertThat(problem("heartbeat.timeout", "10 parsec")).contains("it takes a time");
        assertThat(problem("taskmanager.memory.process.size", "99999999999 tb")).contains("an amount of memory");
        assertThat(problem("execution.runtime-mode", "BACH"))
                .endsWith("it takes one of STREAMING, BATCH, AUTOMATIC. Did you mean 'BATCH'?");
        assertThat(problem("state.backend.type", "rockdb")).endsWith("Did you mean 'rocksdb'?");
    }

    private static String problem(String key, String value) {
        return OptionCatalogue.problemOf(key, value).orElseThrow();
    }
}
