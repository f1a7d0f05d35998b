package io.weir.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
    @TempDir
    private Path directory;

    @Test
    void readsNestedAndDottedKeys() throws IOException {
        Configuration configuration = load("""
                # A comment.
                parallelism.default: 4
                taskmanager:
                  numberOfTaskSlots: 2
                  memory.process.size: 2 gb
                  network:
                    frame-size: "64 kb"
                pipeline.jars:
                  - a.jar
                  - b.jar
                yarn.tags: [x, y]
                env.java.opts.all: -Xlog:gc -Dx=1
                containerized.master.env.PORT: 0123
                """);
        assertThat(configuration.toMap())
                .containsOnly(
                        Map.entry("parallelism.default", "4"),
                        Map.entry("taskmanager.numberOfTaskSlots", "2"),
                        Map.entry("taskmanager.memory.process.size", "2 gb"),
                        Map.entry("taskmanager.network.frame-size", "64 kb"),
                        Map.entry("pipeline.jars", "a.jar;b.jar"),
                        Map.entry("yarn.tags", "x;y"),
                        Map.entry("env.java.opts.all", "-Xlog:gc -Dx=1"),
                        Map.entry("containerized.master.env.PORT", "0123"));
        assertThat(configuration.get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing but a comment\n", "---\n"})
    void anEmptyFileSetsNothing(String text) throws IOException {
        assertThat(load(text)).isEqualTo(new Configuration());
    }

    @Test
    void namesTheLineOfAnUnknownKey() {
        assertThatThrownBy(() -> load("parallelism.default: 1\ntaskmanager:\n  numberOfTaskSlot: 2\n"))
                .isInstanceOf(WeirException.class)
                .hasMessage(directory.resolve("weir.yaml") + ", line 3: There is no option"
                        + " 'taskmanager.numberOfTaskSlot'. Did you mean 'taskmanager.numberOfTaskSlots'?");
    }

    @Test
    void namesTheLineOfAValueThatDoesNotFit() {
        assertProblem(
                "\n\nparallelism.default: many\n",
                "line 3: The option parallelism.default cannot be 'many': it takes a whole number of at least 1.");
        assertProblem(
                "pipeline.name:\n", "line 1: the option pipeline.name has no value; give it one or take the line out.");
        assertProblem("pipeline.jars:\n  - [a]\n", "line 2: the value of pipeline.jars is neither");
    }

    @Test
    void refusesAKeyThatIsSetTwiceInWhateverForm() {
        assertProblem(
                "parallelism.default: 1\nparallelism:\n  default: 2\n",
                "line 3: the option parallelism.default is set for the second time; line 1 sets it too.");
    }

    @Test
    void saysWhatIsNoYaml() {
        assertProblem(
                "parallelism.default: 1\npipeline.name: c: d\n",
                "line 2: this is not YAML: mapping values are not allowed");
        assertProblem("pipeline.name: \"unfinished\nb: 1\n", "this is not YAML: ");
        assertProblem("parallelism.default:1\n", "line 1: a line has the form 'key: value', with a blank after");
        assertProblem("- a\n", "line 1: a line has the form 'key: value'");
        assertProblem("parallelism.default: 1\n---\npipeline.name: a\n", "line 3: a second document begins here");
    }

    @Test
    void refusesValuesThatContradictEachOther() {
        assertProblem(
                "heartbeat.interval: 60 s\n",
                "The option heartbeat.timeout (50 s) must be longer than heartbeat.interval (1 min).");
    }

    @Test
    void saysThatTheFileIsMissing() {
        Path file = directory.resolve("none.yaml");
        assertThatThrownBy(() -> ConfigurationLoader.load(file))
                .isInstanceOf(WeirException.class)
                .hasMessage("The configuration file " + file + " does not exist.");
    }

    @Test
    void overridesGoFirstAndAreChecked() {
        Configuration base = new Configuration().set(CoreOptions.DEFAULT_PARALLELISM, 1);
        Map<String, String> overrides =
                ConfigurationLoader.parseOverrides(List.of("-Dparallelism.default=3", "pipeline.name=a=b"));
        Configuration configuration = ConfigurationLoader.withOverrides(base, overrides);
        assertThat(configuration.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
        assertThat(configuration.get(CoreOptions.PIPELINE_NAME)).isEqualTo("a=b");
        assertThat(base.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(1);
        assertThatThrownBy(() -> ConfigurationLoader.withOverrides(base, Map.of("paralelism.default", "3")))
                .hasMessage("-Dparalelism.default: There is no option 'paralelism.default'."
                        + " Did you mean 'parallelism.default'?");
        assertThatThrownBy(() -> ConfigurationLoader.parseOverrides(List.of("-Dparallelism.default")))
                .hasMessage("An option is given as -Dkey=value, not as '-Dparallelism.default'.")
                .satisfies(e -> assertThat(((WeirException) e).code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void findsTheFile() throws IOException {
        Path conf = Files.createDirectories(directory.resolve("home/conf"));
        String home = directory.resolve("home").toString();
        assertThat(ConfigurationLoader.find(null, null)).isEmpty();
        assertThat(ConfigurationLoader.find(null, home)).isEmpty();
        assertThatThrownBy(() -> ConfigurationLoader.find(conf.toString(), home))
                .hasMessageContaining("There is no weir.yaml in " + conf);
        Path file = Files.createFile(conf.resolve("weir.yaml"));
        assertThat(ConfigurationLoader.find(null, home)).contains(file);
        assertThat(ConfigurationLoader.find(conf.toString(), null)).contains(file);
    }

    @Property(tries = 300)
    void whatIsWrittenReadsBack(@ForAll String name) {
        Configuration configuration =
                new Configuration().setString("pipeline.name", name).set(CoreOptions.DEFAULT_PARALLELISM, 2);
        assertThat(new YamlOptions("test").read(ConfigurationLoader.toYaml(configuration)))
                .isEqualTo(configuration);
    }

    private void assertProblem(String text, String message) {
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(directory.resolve("weir.yaml").toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Configuration load(String text) throws IOException {
        return ConfigurationLoader.load(Files.writeString(directory.resolve("weir.yaml"), text));
    }
}
