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
import io.weir.tuple.Tuple4;
import io.weir.util.ParameterTool;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides points into groups around centers, by a bulk iteration: each superstep assigns the points to the nearest center, and
 * moves the centers into the middle of their points. All instances get the centers as a broadcast set. Writes
 * {@code number,x,y} for each center.
 *
 * <pre>
 * KMeans [--points FILE --centers FILE] [--iterations 10] [--output DIRECTORY]
 * </pre>
 *
 * Both files have a point in each line, {@code x,y}; the centers' are where they begin.
 */
public final class KMeans {
    /** Around these the generated points lie. */
    static final List<Point> MIDDLES = List.of(new Point(-8, -8), new Point(8, 0), new Point(0, 12));

    private static final int POINTS_EACH = 500;
    private static final String CENTERS = "centers";

    private KMeans() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("points", CENTERS, "iterations", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<Point> points = parameters.has("points")
                ? env.readTextFile(parameters.getRequired("points")).map(new Parse())
                : env.fromCollection(Point.around(MIDDLES, POINTS_EACH));

        IterativeDataSet<Tuple2<Integer, Point>> centers =
                first(env, parameters).iterate(parameters.getInt("iterations", 10));
        DataSet<Tuple2<Integer, Point>> moved = points.map(new Nearest())
                .withBroadcastSet(centers, CENTERS)
                .groupBy(0)
                .reduce(new Sum())
                .map(new Middle());
        DataSet<String> result =
                centers.closeWith(moved).map(center -> center.f0 + "," + center.f1.x() + "," + center.f1.y());
        BatchResults.to(result, parameters, "KMeans");
    }

    private static DataSet<Tuple2<Integer, Point>> first(ExecutionEnvironment env, ParameterTool parameters) {
        if (parameters.has(CENTERS)) {
            return env.readTextFile(parameters.getRequired(CENTERS))
                    .map(new Parse())
                    .reduceGroup((points, out) -> {
                        int number = 0;
                        for (Point point : points) {
                            out.collect(Tuple2.of(number, point));
                            number++;
                        }
                    });
        }
        List<Tuple2<Integer, Point>> centers = new ArrayList<>();
        for (int i = 0; i < MIDDLES.size(); i++) {
            centers.add(Tuple2.of(
                    i, new Point(MIDDLES.get(i).x() / 2, MIDDLES.get(i).y() / 2)));
        }
        return env.fromCollection(centers);
    }

    private static final class Parse implements MapFunction<String, Point> {
        private static final long serialVersionUID = 1L;

        @Override
        public Point map(String line) {
            return Point.parse(line);
        }
    }

    /** Makes of a point the number of the nearest center, the point's coordinates, and 1. */
    private static final class Nearest extends RichMapFunction<Point, Tuple4<Integer, Double, Double, Long>> {
        private static final long serialVersionUID = 1L;

        private transient List<Tuple2<Integer, Point>> centers;

        @Override
        public void open(OpenContext context) {
            centers = getRuntimeContext().getBroadcastVariable(CENTERS);
        }

        @Override
        public Tuple4<Integer, Double, Double, Long> map(Point point) {
            int nearest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (Tuple2<Integer, Point> center : centers) {
                double distance = point.squaredDistance(center.f1);
                if (distance < least) {
                    least = distance;
                    nearest = center.f0;
                }
            }
            return Tuple4.of(nearest, point.x(), point.y(), 1L);
        }
    }

    private static final class Sum implements ReduceFunction<Tuple4<Integer, Double, Double, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple4<Integer, Double, Double, Long> reduce(
                Tuple4<Integer, Double, Double, Long> one, Tuple4<Integer, Double, Double, Long> other) {
            return Tuple4.of(one.f0, one.f1 + other.f1, one.f2 + other.f2, one.f3 + other.f3);
        }
    }

    private static final class Middle
            implements MapFunction<Tuple4<Integer, Double, Double, Long>, Tuple2<Integer, Point>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Integer, Point> map(Tuple4<Integer, Double, Double, Long> sum) {
            return Tuple2.of(sum.f0, new Point(sum.f1 / sum.f3, sum.f2 / sum.f3));
        }
    }
}
