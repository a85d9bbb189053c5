import { shortcuts } from './actions';
import { ModelDialog } from './features/compare/about/ModelDialog';
import { ModelStrip } from './features/compare/ModelStrip';
import { ModelsPanel } from './features/compare/ModelsPanel';
import { Story } from './features/compare/Story';
import { SeenPanel } from './features/compare/seen/SeenPanel';
import { DrawingPad, PadTitle } from './features/draw/DrawingPad';
import { clearPad, fitInAddress } from './features/draw/inkHistory';
import { PadTools } from './features/draw/PadTools';
import { putFileOnPad } from './features/draw/pictureFile';
import { SmallPad } from './features/draw/SmallPad';
import { Explanation } from './features/explanation/Explanation';
import { FineTunePanel } from './features/fine_tune/FineTunePanel';
import { importDrawings, takesDrawings } from './features/fine_tune/handwriting/importDrawings';
import { WritingPrompt } from './features/fine_tune/handwriting/WritingPrompt';
import { startTuning } from './features/fine_tune/run';
import { Header } from './features/header/Header';
import { Inside } from './features/inside/Inside';
import { NoisePanel } from './features/noise/NoisePanel';
import { OpenInHourglass } from './features/share/OpenInHourglass';
import { ShareButton } from './features/share/ShareButton';
import { ShareDialog } from './features/share/ShareDialog';
import { openFiles } from './state/opening/openFiles';
import { answers } from './state/writing';
import { DropTarget } from './ui/DropTarget';
import { Messages } from './ui/Messages';

const open = (files: Iterable<File>) => openFiles(files, { putOnPad: putFileOnPad, addDrawings: importDrawings });
const openDropped = (files: readonly File[], target: Element) =>
  takesDrawings(target) ? importDrawings(files) : open(files);

export function App() {
  return (
    <>
      <Header open={open}>
        <ShareButton prepare={fitInAddress} />
        <OpenInHourglass prepare={fitInAddress} />
      </Header>
      <main>
        <div class="bench">
          <section class="draw" aria-labelledby="draw-title">
            <PadTitle id="draw-title" />
            <DrawingPad />
            {answers.value ? <WritingPrompt answers={answers.value} clear={clearPad} train={startTuning} /> : <Story />}
          </section>
          <SeenPanel />
          <ModelStrip />
          <div class="controls">
            <PadTools />
            <NoisePanel />
          </div>
          <ModelsPanel />
        </div>
        <FineTunePanel />
        <Inside pad={<SmallPad />} />
      </main>
      <Explanation shortcuts={shortcuts} />
      <ModelDialog />
      <ShareDialog />
      <Messages />
      <DropTarget open={openDropped} />
    </>
  );
}
