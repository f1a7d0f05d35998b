package io.weir.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/configuration.md and conf/weir.yaml in step with the catalogue. With {@code -Dweir.docs.update=true} it
 * writes the page instead of comparing it.
 */
class ConfigurationDocsTest {
    private static final Path ROOT = Path.of(System.getProperty("weir.root", ".."));
    private static final Pattern OPTION_LINE = Pattern.compile("(# ?)?([a-z][A-Za-z-]*(?:\\.[A-Za-z-]+)+): (.*)");

    @Test
    void thePageIsUpToDate() throws IOException {
        Path page = ROOT.resolve("docs/configuration.md");
        String generated = generate();
        if (Boolean.getBoolean("weir.docs.update")) {
            Files.writeString(page, generated);
        }
        assertThat(page)
                .as("docs/configuration.md is out of step with the options; write it anew with"
                        + " mvn -pl core test -Dtest=ConfigurationDocsTest -Dweir.docs.update=true")
                .hasContent(generated);
    }

    @Test
    void theFileOfTheDistributionKnowsOnlyRealOptionsAndTheirDefaults() throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("conf/weir.yaml"))) {
            Matcher matcher = OPTION_LINE.matcher(line);
            if (matcher.matches()) {
                shown.put(matcher.group(2), matcher.group(3).replaceAll("^\"|\"$", ""));
            }
        }
        assertThat(shown).hasSizeGreaterThan(5);
        shown.forEach((key, value) -> {
            assertThat(OptionCatalogue.problemOf(key, value)).as(key).isEmpty();
            OptionCatalogue.find(key)
                    .filter(option -> option.defaultValue() != null)
                    .ifPresent(option -> assertThat((Object) option.parse(value))
                            .as("conf/weir.yaml shows the default of " + key)
                            .isEqualTo(option.defaultValue()));
        });
    }

    private static String generate() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        OptionCatalogue.groups().forEach((title, options) -> appendGroup(page, title, options));
        page.append("\n## Families of options\n\nYou complete their keys yourself.\n\n");
        page.append("| Key | Meaning |\n|---|---|\n");
        for (OptionPrefix prefix : OptionCatalogue.prefixes()) {
            page.append("| `")
                    .append(prefix)
                    .append("` | ")
                    .append(cell(prefix.description()))
                    .append(" |\n");
        }
        page.append("\n## Keys that have another name here\n\n| Key | Instead |\n|---|---|\n");
        OptionCatalogue.retired().forEach((key, hint) -> page.append("| `")
                .append(key)
                .append("` | ")
                .append(cell(hint))
                .append(" |\n"));
        return page.toString();
    }

    private static void appendGroup(StringBuilder page, String title, List<ConfigOption<?>> options) {
        page.append("\n## ").append(title).append("\n\n| Key | Default | Type | Meaning |\n|---|---|---|---|\n");
        for (ConfigOption<?> option : options) {
            String text = option.defaultText();
            String shown = text == null ? "(none)" : text.isEmpty() ? "(empty)" : "`" + text.replace(";", "; ") + "`";
            page.append("| `").append(option.key()).append("` | ").append(cell(shown));
            page.append(" | ").append(cell(option.typeName())).append(" | ");
            page.append(cell(option.description())).append(" |\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Generated from the option classes in core (io.weir.configuration). To change a text, change it there and run
                 mvn -pl core test -Dtest=ConfigurationDocsTest -Dweir.docs.update=true -->

            Options are read from `weir.yaml` in the directory that the environment variable `WEIR_CONF_DIR` names, else in
            `conf/` of the distribution. `-Dkey=value` on a command line goes over the file, and what a program sets itself goes
            over both. Keys are written with dots or nested:

            ```yaml
            taskmanager.numberOfTaskSlots: 2
            taskmanager:
              memory.process.size: 4 gb
            pipeline.jars: [a.jar, b.jar]      # or: a.jar;b.jar
            ```

            A key that does not exist, a value that does not fit and a key that is set twice stop the process with one line that
            names the file, the line and the nearest key that does exist.

            - *Duration*: a number with `ms`, `s`, `min`, `h` or `d`; without a unit it is in milliseconds.
            - *MemorySize*: a number with `b`, `kb`, `mb`, `gb` or `tb`, in steps of 1,024; without a unit it is in bytes.
            - *Boolean*: `true` or `false`.
            - *List*: a YAML list, or texts with semicolons between them.

            ## Memory of a process

            One number is enough: `taskmanager.memory.process.size` and `jobmanager.memory.process.size` are all memory of a process
            and the size of its YARN container. The rest is derived, and the JVM's flags with it; `weir memory explain -tm 4g` shows
            them for any size.

            | Part | TaskManager | of 1728 mb | JVM flag |
            |---|---|---|---|
            | JVM metaspace | `taskmanager.memory.jvm-metaspace.size` | 256 mb | `-XX:MaxMetaspaceSize` |
            | JVM overhead | a tenth of the process, from 192 mb to 1 gb | 192 mb | |
            | Network | a tenth of what is then left, from 64 mb to 1 gb | 128 mb | in `-XX:MaxDirectMemorySize` |
            | Framework off-heap | `taskmanager.memory.framework.off-heap.size` | 128 mb | in `-XX:MaxDirectMemorySize` |
            | Task off-heap | `taskmanager.memory.task.off-heap.size` | 0 | in `-XX:MaxDirectMemorySize` |
            | Managed memory | a share of what is left after metaspace and overhead | 0 | in `-XX:MaxDirectMemorySize` |
            | Framework heap | `taskmanager.memory.framework.heap.size` | 128 mb | in `-Xmx` and `-Xms` |
            | Task heap | the rest | 896 mb | in `-Xmx` and `-Xms` |

            The share of managed memory is 0 unless state is in RocksDB: the heap gets it, and batch jobs sort and hash in up to a third
            of the heap. With managed memory of its own a TaskManager keeps what it sorts away from the collector. A JobManager has no
            network, managed and task parts: its heap is what metaspace, overhead and `jobmanager.memory.off-heap.size` leave, which
            is 448 mb of 1 gb. A process that is too small for its parts is refused with the size that would do.

            A TaskManager is also started with `-XX:MaxTenuringThreshold=2`: what outlives two collections is state, and as long as the
            collector takes it for new, each collection looks for it in all large tables. `env.java.opts.taskmanager` comes after these
            flags and wins.

            From JDK 24 on, Netty allocates its buffers outside the JVM's account of direct memory, so that
            `-XX:MaxDirectMemorySize` does not hold them; `taskmanager.network.channel-window` bounds what is under way.
            """;
}
