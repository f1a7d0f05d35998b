package io.weir.benchmarks.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dataset.ExecutionEnvironment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The queries at scale factor 0.01, against the answers that the generator's makers publish with it. */
class TpchTest {
    private static final double SCALE = 0.01;

    @TestFactory
    Stream<DynamicTest> answersAreThosePublished() {
        return Queries.ALL.entrySet().stream()
                .map(query -> DynamicTest.dynamicTest("Q" + query.getKey(), () -> {
                    Tables tables = new Tables(ExecutionEnvironment.createLocalEnvironment(2), SCALE);
                    List<String> answer = query.getValue().answer(tables).collect();
                    assertThat(PublishedAnswers.difference(
                                    answer,
                                    PublishedAnswers.of(query.getKey(), SCALE).orElseThrow()))
                            .isEmpty();
                }));
    }
}
