package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.Point;
import io.weir.functions.MapFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.ReduceFunction;
import io.weir.functions.RichMapFunction;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.util.ParameterTool;
import java.util.List;

/**
 * Finds the line that is nearest to points, by a bulk iteration that goes down the gradient of the mean square error. All
 * instances get the line as a broadcast set. Writes {@code intercept,slope}.
 *
 * <pre>
 * LinearRegression [--points FILE] [--iterations 100] [--rate 0.5] [--output DIRECTORY]
 * </pre>
 *
 * The file has a point in each line, {@code x,y}, with x about between -1 and 1.
 */
public final class LinearRegression {
    /** Where the line of the generated points meets x = 0. */
    static final double INTERCEPT = 2;

    /** How steep it is. */
    static final double SLOPE = -3;

    private static final int POINTS = 1_000;
    private static final String LINE = "line";

    private LinearRegression() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("points", "iterations", "rate", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<Point> points = parameters.has("points")
                ? env.readTextFile(parameters.getRequired("points")).map(Point::parse)
                : env.fromCollection(Point.near(INTERCEPT, SLOPE, POINTS));

        IterativeDataSet<Tuple2<Double, Double>> line =
                env.fromCollection(List.of(Tuple2.of(0.0, 0.0))).iterate(parameters.getInt("iterations", 100));
        DataSet<Tuple2<Double, Double>> better = points.map(new Step(parameters.getDouble("rate", 0.5)))
                .withBroadcastSet(line, LINE)
                .reduce(new Sum())
                .map(new Mean());
        DataSet<String> result = line.closeWith(better).map(found -> found.f0 + "," + found.f1);
        BatchResults.to(result, parameters, "Linear Regression");
    }

    /** Makes of a point the line that is better for it, and 1. */
    private static final class Step extends RichMapFunction<Point, Tuple3<Double, Double, Long>> {
        private static final long serialVersionUID = 1L;

        private final double rate;
        private transient Tuple2<Double, Double> line;

        Step(double rate) {
            this.rate = rate;
        }

        @Override
        public void open(OpenContext context) {
            line = getRuntimeContext()
                    .<Tuple2<Double, Double>>getBroadcastVariable(LINE)
                    .get(0);
        }

        @Override
        public Tuple3<Double, Double, Long> map(Point point) {
            double error = line.f0 + line.f1 * point.x() - point.y();
            return Tuple3.of(line.f0 - rate * error, line.f1 - rate * error * point.x(), 1L);
        }
    }

    private static final class Sum implements ReduceFunction<Tuple3<Double, Double, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple3<Double, Double, Long> reduce(
                Tuple3<Double, Double, Long> one, Tuple3<Double, Double, Long> other) {
            return Tuple3.of(one.f0 + other.f0, one.f1 + other.f1, one.f2 + other.f2);
        }
    }

    private static final class Mean implements MapFunction<Tuple3<Double, Double, Long>, Tuple2<Double, Double>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Double, Double> map(Tuple3<Double, Double, Long> sum) {
            return Tuple2.of(sum.f0 / sum.f2, sum.f1 / sum.f2);
        }
    }
}
