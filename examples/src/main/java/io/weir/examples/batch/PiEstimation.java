package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.functions.MapFunction;
import io.weir.util.ParameterTool;
import java.util.SplittableRandom;

/**
 * Estimates pi: of points in a square that are chosen at random, how many are within the circle that fits into it? Writes one
 * number.
 *
 * <pre>
 * PiEstimation [--samples 10000000] [--seed 1] [--output DIRECTORY]
 * </pre>
 */
public final class PiEstimation {
    /** Into how many parts the work is divided. */
    private static final int PARTS = 1_000;

    private PiEstimation() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("samples", "seed", "output");
        long samplesOfPart = Math.max(1, parameters.getLong("samples", 10_000_000) / PARTS);
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<String> pi = env.generateSequence(1, PARTS)
                .map(new Throwing(samplesOfPart, parameters.getLong("seed", 1)))
                .reduce(Long::sum)
                .map(inside -> String.valueOf(4.0 * inside / (PARTS * samplesOfPart)));
        BatchResults.to(pi, parameters, "Pi");
    }

    /** Counts how many of a part's points are in the circle; a part has the same points each time. */
    private record Throwing(long samples, long seed) implements MapFunction<Long, Long> {
        @Override
        public Long map(Long part) {
            SplittableRandom random = new SplittableRandom(seed * PARTS + part);
            long inside = 0;
            for (long i = 0; i < samples; i++) {
                double x = random.nextDouble();
                double y = random.nextDouble();
                inside += x * x + y * y < 1 ? 1 : 0;
            }
            return inside;
        }
    }
}
