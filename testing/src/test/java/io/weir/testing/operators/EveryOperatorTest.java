package io.weir.testing.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.rocksdb.RocksResources;
import io.weir.runtime.state.rocksdb.RocksStateBackend;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator does the same in every mode that the runtime can put it into. */
class EveryOperatorTest {
    private static final long SEED = 20_261_123;

    @TempDir
    static Path databases;

    private static RocksResources resources;

    @BeforeAll
    static void reserve() {
        resources = new RocksResources(new RocksResources.Settings(16 << 20, 0.5, 0.1));
    }

    @AfterAll
    static void release() {
        resources.close();
        assertThat(databases).isEmptyDirectory();
    }

    static Stream<Arguments> operatorsAndModes() {
        return OperatorCases.all().flatMap(each -> Stream.of(Mode.values()).map(mode -> Arguments.of(each, mode)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("operatorsAndModes")
    void doesTheSame(OperatorCase operator, Mode mode) throws Exception {
        List<Step> steps = steps(120, 7, operator.second() != OperatorCase.Second.NONE);
        List<String> expected = new OperatorRun(operator, Mode.STRAIGHT).over(steps);
        assertThat(expected).isNotEmpty();
        assertThat(new OperatorRun(operator, mode).over(steps)).isEqualTo(expected);
    }

    static Stream<OperatorCase> operators() {
        return OperatorCases.all();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void hasManyKeys(OperatorCase operator) throws Exception {
        List<Step> steps = steps(700, 300, operator.second() != OperatorCase.Second.NONE);
        List<String> expected = new OperatorRun(operator, Mode.STRAIGHT).over(steps);
        assertThat(new OperatorRun(operator, Mode.OTHER_PARALLELISM).over(steps))
                .isEqualTo(expected);
    }

    static Stream<OperatorCase> operatorsWithKeys() {
        return OperatorCases.withKeys();
    }

    /** Now in RocksDB and now on the heap, in one instance and in two. */
    @ParameterizedTest
    @MethodSource("operatorsWithKeys")
    void doesTheSameInEitherBackend(OperatorCase operator) throws Exception {
        List<Step> steps = steps(300, 40, operator.second() != OperatorCase.Second.NONE);
        List<String> expected = new OperatorRun(operator, Mode.STRAIGHT).over(steps);
        OperatorRun inRocks = new OperatorRun(operator, new RocksStateBackend(resources, databases, true));
        assertThat(inRocks.over(steps)).isEqualTo(expected);
    }

    /** It works, or says what the program has to do. */
    @ParameterizedTest
    @MethodSource("operators")
    void takesOrRefusesRecordsWithoutTimestamps(OperatorCase operator) throws Exception {
        List<Step> steps = steps(120, 7, operator.second() != OperatorCase.Second.NONE);
        Object expected = withoutTimestamps(operator, Mode.STRAIGHT, steps);
        assertThat(withoutTimestamps(operator, Mode.OTHER_PARALLELISM, steps)).isEqualTo(expected);
    }

    private static Object withoutTimestamps(OperatorCase operator, Mode mode, List<Step> steps) throws Exception {
        try {
            return new OperatorRun(operator, mode, false).over(steps);
        } catch (WeirException e) {
            String text = e + " " + e.getCause();
            assertThat(text).contains("timestamp", "assignTimestampsAndWatermarks()");
            return "refused";
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void canEndAnywhere(OperatorCase operator) throws Exception {
        List<Step> steps = steps(7, 3, operator.second() != OperatorCase.Second.NONE);
        for (int length = 0; length <= steps.size(); length++) {
            List<Step> some = steps.subList(0, length);
            List<String> expected = new OperatorRun(operator, Mode.STRAIGHT).over(some);
            assertThat(new OperatorRun(operator, Mode.RESTORE_EACH).over(some))
                    .as("after %d steps", length)
                    .isEqualTo(expected);
        }
    }

    /** Records at random that come up to 30 ms out of order, with watermarks that make some of them late. */
    private static List<Step> steps(int records, int keys, boolean twoInputs) {
        Random random = new Random(SEED);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            long time = i * 3L - random.nextInt(30);
            boolean second = twoInputs && random.nextBoolean();
            steps.add(new Step.Take("k" + random.nextInt(keys), random.nextInt(50), Math.max(0, time), second));
            if (random.nextInt(5) == 0) {
                steps.add(new Step.Mark(i * 3L - 20));
            }
            if (random.nextInt(3) == 0) {
                steps.add(new Step.Clock(i * 3L));
            }
        }
        return steps;
    }
}
