/** For each type of layer, its C++ in the core, read at the time of the build (see ../layerCode.ts). */
declare module 'virtual:layer-code' {
  const code: Record<string, { file: string; text: string }[]>;
  export default code;
}
