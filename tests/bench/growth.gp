# Plots growth.csv: the time of a step and its lower bound, against width, depth and batch size.
set terminal svg size 1080,360 font "DejaVu Sans,11" background "white"
set output picture
set datafile separator ","
set logscale xy
set mxtics 1
set grid
set autoscale fix
set key top left
is_in(series, threads) = strcol("series") eq series && column("threads") == threads
set ylabel "ms a step"
set multiplot layout 1,3
do for [series in "width depth batch"] {
  set xlabel series eq "width" ? "units of the code, 784-N" : \
             series eq "depth" ? "layers of 256 on each side of the code" : "batch of deep-30"
  if (series eq "width") { set xtics (16, 64, 256, 1024) }
  if (series eq "depth") { set xtics (1, 2, 3, 4, 6, 8) }
  if (series eq "batch") { set xtics (1, 4, 16, 64, 256, 1024) }
  plot for [threads in "1 2"] data \
         using (is_in(series, threads) ? column("x") : NaN):"ours_ms" \
         with linespoints pt 7 ps 0.5 lc int(threads) title threads." thread".(threads eq "1" ? "" : "s"), \
       for [threads in "1 2"] data \
         using (is_in(series, threads) ? column("x") : NaN):"floor_ms" \
         with lines dt 3 lc int(threads) title "its floor"
}
unset multiplot
