package io.weir.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.util.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @Test
    void readsWhatWasSetAndElseTheDefault() {
        Configuration configuration = new Configuration();
        assertThat(configuration.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(1);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 4).set(CoreOptions.PIPELINE_JARS, List.of("a.jar", "b.jar"));
        assertThat(configuration.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(4);
        assertThat(configuration.toMap()).containsEntry("pipeline.jars", "a.jar;b.jar");
        assertThat(configuration.get(CoreOptions.PIPELINE_JARS)).containsExactly("a.jar", "b.jar");
        assertThat(configuration.remove(CoreOptions.DEFAULT_PARALLELISM).contains(CoreOptions.DEFAULT_PARALLELISM))
                .isFalse();
        assertThat(configuration.get(CoreOptions.PIPELINE_NAME)).isNull();
    }

    @Test
    void aCopyIsNotTheOriginal() {
        Configuration original = new Configuration().setString("pipeline.name", "a");
        Configuration copy = new Configuration(original).setString("pipeline.name", "b");
        assertThat(original.get(CoreOptions.PIPELINE_NAME)).isEqualTo("a");
        assertThat(copy.get(CoreOptions.PIPELINE_NAME)).isEqualTo("b");
        assertThat(original).isNotEqualTo(copy).isEqualTo(Configuration.fromMap(Map.of("pipeline.name", "a")));
    }

    @Test
    void aWrongValueNamesTheOptionAndWhatItTakes() {
        Configuration configuration = new Configuration().setString("heartbeat.interval", "soon");
        assertThatThrownBy(() -> configuration.get(HeartbeatOptions.INTERVAL))
                .isInstanceOf(WeirException.class)
                .hasMessage("The option heartbeat.interval cannot be 'soon': it takes a time of at least 10 ms.");
    }

    @Test
    void findsTheFamilyOfAPrefix() {
        Configuration configuration = new Configuration()
                .setString("containerized.master.env.LANG", "C")
                .setString("containerized.master.env.A.B", "x")
                .setString("containerized.taskmanager.env.LANG", "D");
        assertThat(configuration.getAll(EnvironmentOptions.MASTER_ENVIRONMENT))
                .containsExactly(Map.entry("A.B", "x"), Map.entry("LANG", "C"));
    }

    @Test
    void hidesSecretsInItsText() {
        Configuration configuration = new Configuration()
                .set(SecurityOptions.CLUSTER_SECRET, "hunter2")
                .set(SecurityOptions.CLUSTER_SECRET_FILE, "conf/secret")
                .setString("weir.hadoop.fs.s3a.access.key", "hunter2")
                .setString("weir.hadoop.fs.azure.account.key.store", "hunter2")
                .setString("containerized.master.env.API_TOKEN", "hunter2")
                .setString("pipeline.name", "job");
        assertThat(configuration.toString()).doesNotContain("hunter2").contains("conf/secret", "job", "******");
    }

    @ParameterizedTest
    @ValueSource(strings = {"child-first", "CHILD_FIRST", "Child-First"})
    void readsAnEnumInAnyCase(String text) {
        Configuration configuration = new Configuration().setString("classloader.resolve-order", text);
        assertThat(configuration.get(CoreOptions.CLASS_RESOLVE_ORDER))
                .isEqualTo(CoreOptions.ClassResolveOrder.CHILD_FIRST);
    }

    @ParameterizedTest
    @CsvSource({
        "10,10",
        "10 ms,10",
        "10s,10000",
        "2 min,120000",
        "1h,3600000",
        "1 d,86400000",
        "-1,-1",
        "0,0",
        "5 m,300000"
    })
    void readsDurations(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1.5 s", "10 parsec", "9223372036854775807 d"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }

    @Test
    void refusesTimesThatTimersCannotCount() {
        Configuration configuration = new Configuration();
        assertThatThrownBy(
                        () -> configuration.set(CheckpointingOptions.TIMEOUT, Duration.ofDays(Long.MAX_VALUE / 86_400)))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll("execution.checkpointing.timeout", "a time is at most 106751 d");
        assertThatThrownBy(() -> configuration
                        .setString("execution.checkpointing.timeout", "9223372036854775807 ms")
                        .get(CheckpointingOptions.TIMEOUT))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll("execution.checkpointing.timeout", "a time is at most 106751 d");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1b,1", "2 kb,2048", "64mb,67108864", "64m,67108864", "1 GB,1073741824", "1 tb,1099511627776"})
    void readsAmountsOfMemory(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(new MemorySize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mb", "-1 mb", "1.5 gb", "1 pb", "9223372036854775807 tb"})
    void refusesWhatIsNoAmountOfMemory(String text) {
        assertThatThrownBy(() -> MemorySize.parse(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }

    @Property
    void durationsReadBack(@ForAll @LongRange(min = -1, max = 10_000_000_000L) long millis) {
        assertThat(Durations.parse(Durations.print(Duration.ofMillis(millis)))).isEqualTo(Duration.ofMillis(millis));
    }

    @Property
    void amountsOfMemoryReadBack(@ForAll @LongRange(min = 0) long bytes) {
        assertThat(MemorySize.parse(new MemorySize(bytes).toString()).bytes()).isEqualTo(bytes);
    }
}
