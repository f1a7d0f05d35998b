package io.weir.examples.streaming;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.Car;
import io.weir.examples.util.GeneratedSource;
import io.weir.examples.util.Results;
import io.weir.time.WatermarkStrategy;
import io.weir.types.TypeInformation;
import io.weir.util.ParameterTool;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.evictors.TimeEvictor;
import io.weir.windowing.triggers.DeltaTrigger;
import java.time.Duration;

/**
 * Tells, each time a car has driven some way, how fast it was at most within the last seconds. One window for all times,
 * with a trigger that measures the way and an evictor that forgets what is long ago.
 *
 * <pre>
 * TopSpeedWindowing [--cars CARS] [--reports REPORTS] [--metres METRES] [--seconds SECONDS] [--output DIRECTORY]
 * </pre>
 *
 * Ten cars give 10,000 reports, one each tenth of a second; the way is 50 metres, the seconds are ten. Results are lines
 * {@code car,speed}.
 */
public final class TopSpeedWindowing {
    private static final int CARS = 10;
    private static final int REPORTS = 10_000;
    private static final int METRES = 50;
    private static final int SECONDS = 10;

    private TopSpeedWindowing() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters =
                ParameterTool.fromArgs(args).requireOnly("cars", "reports", "metres", "seconds", "output");
        int cars = parameters.getInt("cars", CARS);
        int reports = parameters.getInt("reports", REPORTS);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<String> speeds = env.addSource(
                        new GeneratedSource<>(() -> Car.drive(cars, reports)), "Cars", TypeInformation.of(Car.class))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Car>forMonotonousTimestamps()
                        .withTimestampAssigner((car, timestamp) -> car.time()))
                .keyBy(Car::number)
                .window(GlobalWindows.create())
                .evictor(TimeEvictor.of(Duration.ofSeconds(parameters.getInt("seconds", SECONDS))))
                .trigger(DeltaTrigger.of(
                        parameters.getInt("metres", METRES),
                        (earlier, later) -> later.metres() - earlier.metres(),
                        TypeInformation.of(Car.class)))
                .maxBy("speed")
                .name("Top speeds")
                .map(car -> car.number() + "," + car.speed())
                .name("Lines");
        Results.to(speeds, parameters);
        env.execute("TopSpeedWindowing");
    }
}
