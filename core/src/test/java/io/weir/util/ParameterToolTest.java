package io.weir.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterToolTest {
    @Test
    void readsNamesValuesAndSwitches() {
        ParameterTool parameters = ParameterTool.fromArgs(
                new String[] {"--input", "a b", "-n", "7", "--quiet", "--low", "-3", "--d", "-.5"});
        assertThat(parameters.get("input")).isEqualTo("a b");
        assertThat(parameters.getInt("n")).isEqualTo(7);
        assertThat(parameters.getBoolean("quiet", false)).isTrue();
        assertThat(parameters.getBoolean("loud", false)).isFalse();
        assertThat(parameters.getLong("low")).isEqualTo(-3L);
        assertThat(parameters.getDouble("d")).isEqualTo(-0.5);
        assertThat(parameters.get("output")).isNull();
        assertThat(parameters.get("output", "here")).isEqualTo("here");
        assertThat(parameters.getInt("m", 4)).isEqualTo(4);
        assertThat(parameters.toMap()).containsEntry("quiet", "true");
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        ParameterTool parameters = ParameterTool.fromArgs(new String[] {"--n", "many", "--input"});
        assertThatThrownBy(() -> parameters.getRequired("output"))
                .isInstanceOf(WeirException.class)
                .hasMessage("The program needs the argument --output. It was given: --n, --input.");
        assertThatThrownBy(() -> parameters.getInt("n"))
                .hasMessage("The argument --n cannot be 'many': it takes a whole number.");
        assertThatThrownBy(() -> parameters.get("input")).hasMessage("The argument --input needs a value.");
        assertThatThrownBy(() -> ParameterTool.fromArgs(new String[] {"file"}))
                .hasMessageStartingWith("The argument 'file' has no name: write --name value.");
        assertThatThrownBy(() -> ParameterTool.fromArgs(new String[] {"--"})).hasMessageContaining("has no name");
        assertThatThrownBy(() -> ParameterTool.fromMap(Map.of("b", "yes")).getBoolean("b", true))
                .hasMessage("The argument --b cannot be 'yes': it takes true or false.");
    }

    @Test
    void refusesWhatTheProgramDoesNotKnow() {
        ParameterTool parameters = ParameterTool.fromArgs(new String[] {"--input", "x", "--outptu", "y"});
        assertThat(parameters.requireOnly("input", "outptu")).isSameAs(parameters);
        assertThatThrownBy(() -> parameters.requireOnly("input", "output"))
                .isInstanceOf(WeirException.class)
                .hasMessage("There is no argument --outptu; the program takes --input, --output.");
    }

    @Test
    void mergesAndReadsFiles(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("job.properties"), "input=x\noutput=y\n");
        ParameterTool merged = ParameterTool.fromPropertiesFile(file)
                .mergeWith(ParameterTool.fromArgs(new String[] {"--output", "z"}));
        assertThat(merged.toMap()).containsExactlyInAnyOrderEntriesOf(Map.of("input", "x", "output", "z"));
    }
}
