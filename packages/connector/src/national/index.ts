export { type ClientCredentialsInput, withClientCredentials } from '../deliver/client-credentials.ts';
export { type HttpCarrierInput, httpCarrier } from '../deliver/http-carrier.ts';
export { type XRoadInput, xRoadCarrier } from '../deliver/x-road-carrier.ts';
export { type MessageSignatureOptions, signedCarrier } from '../sign/signed-carrier.ts';
export { type NationalDataset, type NationalTransportInput, nationalTransport } from './national-transport.ts';
